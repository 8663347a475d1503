import { mergeConfig } from 'vitest/config';
import common from '../../shared/tooling/vitest.config.ts';

/** Slack itself: what reads with any token, what writes in a channel that is named for it. */
const live = Boolean(process.env.SLACK_BOT_TOKEN);
const scratch = Boolean(process.env.SLACK_TEST_CHANNEL);
if (!live || !scratch) {
  process.stderr.write(
    live
      ? 'Tests that change Slack itself do not run: set SLACK_TEST_CHANNEL (a channel id) to a channel for it, which the app is in.\n'
      : 'Tests against Slack itself do not run: set SLACK_BOT_TOKEN and, to write, SLACK_TEST_CHANNEL (a channel id).\n',
  );
}

export default mergeConfig(common, { test: { include: live ? ['test/live/*.ts'] : [] } });
