import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSlackDouble } from '@portolan/doubles/slack';
import { createTempFolder, runToEnd } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { slackServer } from './support/server.ts';

async function doctor(
  env: (double: Awaited<ReturnType<typeof startSlackDouble>>) => Record<string, string>,
  ...words: readonly string[]
) {
  const double = await startSlackDouble();
  onTestFinished(() => double.close());
  const args = [...slackServer.args, 'doctor', '--audit', 'off', '--api-url', `${double.url}/api/`, ...words];
  return runToEnd({ ...slackServer, args, env: { ...slackServer.env, ...env(double) } });
}

it('doctor names the workspace and whose the token is', async () => {
  const { code, stdout } = await doctor(({ botToken }) => ({ SLACK_BOT_TOKEN: botToken }));
  expect(stdout).toContain('workspace main, bot');
  expect(stdout).toContain('Harbour, as portolan.');
  expect(code).toBe(0);
});

it('doctor names the scopes that are missing, a token that Slack refuses, and one that is not there', async () => {
  const weak = await doctor(({ botToken, world }) => {
    world.tokens.get(botToken)?.scopes.delete('channels:history');
    return { SLACK_BOT_TOKEN: botToken };
  });
  expect(weak.stdout).toContain('Scopes it lacks: channels:history');
  expect(weak.code).toBe(1);
  const unknown = await doctor(() => ({ SLACK_BOT_TOKEN: 'xoxb-unknown-0000000000' }));
  expect(unknown.stdout).toContain('Slack does not know the token.');
  expect(unknown.stdout + unknown.stderr).not.toContain('unknown-0000000000');
  expect((await doctor(() => ({}))).stdout).toContain('set SLACK_BOT_TOKEN');
});

it("doctor tries the callers' tokens, each by whose it is", async () => {
  await using folder = await createTempFolder();
  const file = join(folder.path, 'slack.json');
  const callers = { 'api_key:ada': 'ADA_TOKEN', 'api_key:gone': 'GONE_TOKEN' };
  await writeFile(file, JSON.stringify({ workspaces: { east: { callers } } }));
  const { code, stdout } = await doctor(
    ({ userToken }) => ({ ADA_TOKEN: userToken, GONE_TOKEN: 'xoxp-unknown-0000000000' }),
    '--config',
    file,
  );
  expect(stdout).toMatch(/^ok +workspace east, user, caller api_key:ada +Harbour, as ada\.$/m);
  expect(stdout).toMatch(
    /^FAIL +workspace east, user, caller api_key:gone +Slack does not know the token\./m,
  );
  expect(code).toBe(1);
});

it('a token beside the file that keeps it ends the start', async () => {
  const { code, stderr } = await runToEnd({
    ...slackServer,
    args: [...slackServer.args, '--audit', 'off', '--token-file', '/nowhere/token.json'],
    env: {
      ...slackServer.env,
      SLACK_BOT_TOKEN: 'xoxb-1-abcdefghijklmnop',
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'shh',
    },
  });
  expect([code, stderr]).toEqual([
    2,
    'Workspace main has a bot token and a token file, which keeps that token: leave one out.\n',
  ]);
});

it('a browser token ends the start with the reason and without the token', async () => {
  const env = { ...slackServer.env, SLACK_BOT_TOKEN: 'xoxc-1-abcdefghijklmnop' };
  const { code, stderr } = await runToEnd({
    ...slackServer,
    args: [...slackServer.args, '--audit', 'off'],
    env,
  });
  expect([code, stderr.includes('taken from a browser'), stderr.includes('abcdefgh')]).toEqual([
    2,
    true,
    false,
  ]);
});
