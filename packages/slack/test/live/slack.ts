import { describe } from 'vitest';
import { describeWorkspace } from '../support/describe-workspace.ts';

const { SLACK_BOT_TOKEN: token = '', SLACK_TEST_CHANNEL: channel = '' } = process.env;

describe('Slack itself', () => describeWorkspace(async () => ({ token, channel, lacks: ['files'] })));
