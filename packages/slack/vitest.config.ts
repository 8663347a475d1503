import { mergeConfig } from 'vitest/config';
import common from '../../shared/tooling/vitest.config.ts';

/** Slack itself: a workspace for tests, with a channel that the token is in and may write to. */
const live = process.env.SLACK_BOT_TOKEN !== undefined && process.env.SLACK_TEST_CHANNEL !== undefined;
if (!live) {
  process.stderr.write(
    'Tests against Slack itself do not run: set SLACK_BOT_TOKEN and SLACK_TEST_CHANNEL (a channel id) for them.\n',
  );
}

export default mergeConfig(common, { test: { include: live ? ['test/live/*.ts'] : [] } });
