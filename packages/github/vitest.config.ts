import { defineConfig } from 'vitest/config';

/** GitHub itself: what reads with any token, what writes in a repository that is named for it. */
const live = Boolean(process.env.GITHUB_TOKEN);
const scratch = Boolean(process.env.GITHUB_TEST_REPOSITORY);
if (!live || !scratch) {
  process.stderr.write(
    live
      ? 'Tests that change GitHub itself do not run: set GITHUB_TEST_REPOSITORY (owner/name) to a repository for it.\n'
      : 'Tests against GitHub itself do not run: set GITHUB_TOKEN and, to write, GITHUB_TEST_REPOSITORY (owner/name).\n',
  );
}

export default defineConfig({
  resolve: { conditions: ['portolan-source'] },
  ssr: { resolve: { conditions: ['portolan-source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', ...(live ? ['test/live/*.ts'] : [])],
    testTimeout: 30_000,
  },
});
