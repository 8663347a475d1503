import { defineConfig } from 'vitest/config';

/** Slack itself: a workspace for tests, with a channel that the token is in and may write to. */
const live = process.env.SLACK_BOT_TOKEN !== undefined && process.env.SLACK_TEST_CHANNEL !== undefined;
if (!live) {
  process.stderr.write(
    'Tests against Slack itself do not run: set SLACK_BOT_TOKEN and SLACK_TEST_CHANNEL (a channel id) for them.\n',
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
