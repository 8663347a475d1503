import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineServer, text } from '@portolan/runtime';
import { createTempFolder } from '@portolan/testing';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { config } from '../config.ts';
import { createServices } from '../services.ts';
import { startSlack } from '../test-support.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const output = z.looseObject({ team: z.string(), names: z.array(z.string()) });
const data = { toolset: 'probe', description: 'Of the test.', output };

const read = defineSlackTool({
  ...data,
  name: 'read_it',
  title: 'Read it',
  effect: 'read',
  input: { where: z.string().optional() },
  channels: ({ where }) => [where],
  render: ({ team }) => [text(`Team ${team}`)],
  run: async (given, session, { signal }) => ({
    team: (await session.identity(signal)).team,
    alias: session.alias,
    given,
    names: [],
    others: [],
    archived: false,
  }),
});

const write = defineSlackTool({
  ...data,
  name: 'write_it',
  title: 'Write it',
  effect: 'write',
  input: {},
  run: async () => ({ team: 'Harbour', names: [], archived: false }),
});

const asPerson = defineSlackTool({
  ...data,
  name: 'read_as_person',
  title: 'Read as a person',
  effect: 'read',
  input: {},
  wanted: 'user',
  run: async (_given, { credential }) => ({ team: 'Harbour', names: [], token: credential.kind }),
});

const ask = defineSlackTool({
  ...data,
  name: 'lose_it',
  title: 'Lose it',
  effect: 'destroy',
  input: { what: z.string() },
  confirmation: ({ what }) => `Lose ${what}?`,
  run: async () => ({ team: 'Harbour', names: [] }),
});

const server = defineServer({
  name: 'slack',
  title: 'Slack',
  version: '0.0.0',
  description: 'A few tools.',
  toolsets: { probe: { description: 'Tools of the test', default: true } },
  config,
  connect: ({ config: settings, log }) => createServices(settings, log),
  disconnect: (services) => services.close(),
  tools: [read, write, asPerson, ask],
});

it('gives a tool the session of its workspace, and leaves out of a read what says nothing', async () => {
  const { connect } = await startSlack();
  const { ok, refused, client } = await connect({ server });
  expect(await ok('read_it', { where: 'C0GENERAL1' })).toEqual({
    team: 'Harbour',
    alias: 'main',
    given: { where: 'C0GENERAL1' },
    names: [],
  });
  expect(await ok('read_it', { workspace: 'main' })).toMatchObject({ alias: 'main' });
  expect(await refused('read_it', { workspace: 'west' })).toMatchObject({ code: 'not_found' });
  const { content } = await client.callTool({ name: 'read_it', arguments: {} });
  expect(content).toEqual([{ type: 'text', text: 'Team Harbour' }]);
});

it('says in full what a change did', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect({ server });
  expect(await ok('write_it')).toEqual({ team: 'Harbour', names: [], archived: false });
});

it('takes the token of a person where the tool wants one and there is one', async () => {
  const { double, connect } = await startSlack();
  const alone = await connect({ server });
  expect(await alone.ok('read_as_person')).toMatchObject({ token: 'bot' });
  const both = await connect({ server, user: double.userToken });
  expect(await both.ok('read_as_person')).toMatchObject({ token: 'user' });
});

it('puts its own question to the user', async () => {
  const { connect } = await startSlack();
  const questions: string[] = [];
  const { ok } = await connect({ server, confirms: true, asked: (message) => questions.push(message) });
  await ok('lose_it', { what: 'the rope' });
  expect(questions).toEqual([expect.stringContaining('Lose the rope?')]);
});

it('lets a policy constrain workspace and channels, by the ids that their names stand for', async () => {
  const { connect } = await startSlack();
  await using folder = await createTempFolder();
  const policy = join(folder.path, 'policy.json');
  const constraints = {
    workspace: { allow: ['main'] },
    channel: { allow: ['C0GENERAL1', 'U0BEN00002'] },
  };
  const roles = { reader: { rules: [{ arguments: constraints }] } };
  const assign = [{ kind: 'local', roles: ['reader'] }];
  await writeFile(policy, JSON.stringify({ version: 1, roles, assign }));
  const { ok, refused } = await connect({ server, argv: ['--policy', policy] });
  for (const where of ['C0GENERAL1', '#general', 'https://harbour.slack.com/archives/C0GENERAL1']) {
    await ok('read_it', { where });
  }
  expect(await refused('read_it', { where: '#crew' })).toMatchObject({ code: 'forbidden' });
  // A person is told apart from the channels, and looked up nowhere.
  await ok('read_it', { where: 'U0BEN00002' });
  expect(await refused('read_it', { where: 'U0ADA00001' })).toMatchObject({ code: 'forbidden' });
});
