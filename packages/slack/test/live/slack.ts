import { describe } from 'vitest';
import { describeWorkspace } from '../support/describe-workspace.ts';

const {
  SLACK_BOT_TOKEN: token = '',
  SLACK_TEST_CHANNEL: channel = '',
  SLACK_TEST_API_URL: api,
} = process.env;

/** Slack itself, or what stands for it. */
describe(`Slack, ${api ?? 'https://slack.com/api/'}`, () =>
  describeWorkspace(
    async () => ({
      token,
      ...(channel !== '' && { channel }),
      ...(api !== undefined && { urls: { api, files: new URL(api).origin } }),
      lacks: ['files'],
    }),
    { writes: channel !== '' },
  ));
