import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineServer } from '@portolan/runtime';
import { createTempFolder } from '@portolan/testing';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { config } from '../config.ts';
import { owner, repo } from '../schema/names.ts';
import { createServices } from '../services.ts';
import { connectBehindProxy } from '../test-support.ts';
import { defineGitHubTool } from './define-github-tool.ts';

const place = { owner: 'octo', repo: 'harbour' };
const input = z.object({ owner, repo });
const said = {
  title: 'Rope frays',
  draft: false,
  labels: [],
  author: 'ada',
  association: 'NONE',
  files: [{ path: 'a', status: 'modified' }],
};

const read = defineGitHubTool({
  name: 'read_it',
  title: 'Read it',
  toolset: 'probe',
  description: 'Reads.',
  effect: 'read',
  untrusted: ['title', 'body', 'path'],
  input,
  output: z.object({ title: z.string(), labels: z.array(z.string()) }),
  async run(which, { request }) {
    await request('GET /repos/{owner}/{repo}', which);
    return said;
  },
});

const write = defineGitHubTool({
  name: 'write_it',
  title: 'Write it',
  toolset: 'probe',
  description: 'Writes.',
  effect: 'write',
  input,
  output: z.object({ title: z.string() }),
  run: () => said,
});

/** Works with what GitHub did not answer, before or after it is asked. */
const wrong = defineGitHubTool({
  name: 'misread_it',
  title: 'Misread it',
  toolset: 'probe',
  description: 'Fails.',
  effect: 'read',
  input: z.object({ owner, repo, asks: z.boolean() }),
  output: z.object({ title: z.string() }),
  async run({ asks, ...which }, { request }) {
    if (asks) await request('GET /repos/{owner}/{repo}', which);
    throw new TypeError('undefined is not a function');
  },
});

const server = defineServer({
  name: 'github',
  title: 'GitHub',
  version: '0.0.0',
  description: 'A few tools.',
  toolsets: { probe: { description: 'Tools of the test', default: true } },
  config,
  connect: ({ config: settings, ...start }) => createServices(settings, [], start),
  disconnect: ({ github }) => github.close(),
  tools: [read, write, wrong],
});

it('leaves out of a read what says nothing, and names the texts of others that it has', async () => {
  const { ok } = await connectBehindProxy({}, { server });
  expect(await ok('read_it', place)).toEqual({
    title: 'Rope frays',
    labels: [],
    author: 'ada',
    files: [{ path: 'a' }],
    untrusted: ['title', 'path'],
  });
});

it('says in full what a change did', async () => {
  const { ok } = await connectBehindProxy({}, { server });
  expect(await ok('write_it', place)).toEqual(said);
});

it('tells clients that it reaches others, and of its schema what it demands', async () => {
  const { client } = await connectBehindProxy({}, { server });
  const { tools } = await client.listTools();
  const { annotations, outputSchema } = tools.find(({ name }) => name === 'read_it') ?? {};
  expect(annotations).toMatchObject({ openWorldHint: true, readOnlyHint: true });
  expect(Object.keys(outputSchema?.properties ?? {})).toEqual(['title', 'labels']);
});

it('says under which name a repository answers today', async () => {
  const { ok, proxy } = await connectBehindProxy({}, { server });
  const location = `${proxy.url}/repos/octo/harbour`;
  proxy.script({ kind: 'status', status: 301, path: /old-name/, headers: { location } });
  expect(await ok('read_it', { ...place, repo: 'old-name' })).toMatchObject({ renamedTo: 'octo/harbour' });
  expect(await ok('read_it', place)).not.toHaveProperty('renamedTo');
});

it('lets a policy constrain the repository, in whatever case its name is written', async () => {
  await using folder = await createTempFolder();
  const policy = join(folder.path, 'policy.json');
  const roles = { worker: { rules: [{ arguments: { repo: { allow: ['octo/harbour'] } } }] } };
  const assign = [{ kind: 'local', roles: ['worker'] }];
  await writeFile(policy, JSON.stringify({ version: 1, roles, assign }));
  const { ok, refused, double, proxy } = await connectBehindProxy({}, { server, argv: ['--policy', policy] });
  double.repository('octo/secret');
  await ok('read_it', { owner: 'Octo', repo: 'HARBOUR' });
  expect(proxy.seen).toHaveLength(1);
  expect(await refused('read_it', { ...place, repo: 'secret' })).toMatchObject({ code: 'forbidden' });
  expect(proxy.seen).toHaveLength(1);
});

it('blames GitHub for a form that it does not describe, and itself for all else', async () => {
  const { refused, proxy } = await connectBehindProxy({}, { server });
  expect(await refused('misread_it', { ...place, asks: false })).toMatchObject({ code: 'internal' });
  expect(await refused('misread_it', { ...place, asks: true })).toMatchObject({ code: 'internal' });
  const headers = { 'content-type': 'application/json' };
  proxy.script({ kind: 'status', status: 200, headers, body: '{"name":"harbour"}' });
  expect(await refused('misread_it', { ...place, asks: true })).toMatchObject({ code: 'upstream_error' });
});
