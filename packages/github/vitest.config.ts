import { mergeConfig } from 'vitest/config';
import common from '../../shared/tooling/vitest.config.ts';

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

export default mergeConfig(common, { test: { include: live ? ['test/live/*.ts'] : [] } });
