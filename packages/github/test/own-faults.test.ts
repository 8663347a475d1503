import { defineServer } from '@portolan/runtime';
import { expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { config } from '../src/config.ts';
import { owner, repo } from '../src/schema/names.ts';
import { createServices } from '../src/services.ts';
import { connectBehindProxy } from '../src/test-support.ts';
import { defineGitHubTool } from '../src/tools/define-github-tool.ts';

const place = { owner: 'octo', repo: 'harbour' };
const output = z.object({ name: z.string() });
const data = { toolset: 'probe', description: 'Of the test.', input: z.object({ owner, repo }), output };
const unknown = JSON.parse('{"part":{}}');

/** Each asks GitHub, which answers as it should, and then fails by itself. */
const server = defineServer({
  name: 'github',
  title: 'Probe',
  version: '0.0.0',
  description: 'Fails by itself.',
  toolsets: { probe: { description: 'Of the test', default: true } },
  config,
  connect: ({ config: settings, ...start }) => createServices(settings, [], start),
  disconnect: ({ github }) => github.close(),
  tools: [
    defineGitHubTool({
      ...data,
      name: 'slip',
      title: 'Slip',
      effect: 'read',
      run: async (which, { request }) => {
        await request('GET /repos/{owner}/{repo}', which);
        return { name: unknown.part.name.trim() };
      },
    }),
    defineGitHubTool({
      ...data,
      name: 'misfit',
      title: 'Misfit',
      effect: 'read',
      run: async (which, { request }) => {
        await request('GET /repos/{owner}/{repo}/issues', which);
        return { name: unknown.part.name };
      },
    }),
    defineGitHubTool({
      ...data,
      name: 'stumble',
      title: 'Stumble',
      effect: 'write',
      run: async (which, { request }) => {
        await request('POST /repos/{owner}/{repo}/labels', { ...which, name: 'rope', color: 'ffffff' });
        return { name: unknown.part.name.trim() };
      },
    }),
  ],
});

it.each(['slip', 'misfit'])('%s after a right answer is a fault of this server, and logged', async (tool) => {
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => log.mockRestore());
  const { refused } = await connectBehindProxy({}, { server });
  expect(await refused(tool, place)).toMatchObject({
    code: 'internal',
    next: expect.stringContaining('trace id'),
  });
  expect(log.mock.calls.join()).toMatch(
    /"level":"error".*"target":"(?:slip|misfit)".*(?:own-faults|ZodError)/,
  );
});

it('says of a change that it may have been made', async () => {
  const { refused, harbour } = await connectBehindProxy({}, { server });
  expect(await refused('stumble', place)).toMatchObject({
    code: 'internal',
    data: { outcome: 'unknown' },
  });
  expect(harbour.repo.labels.has('rope')).toBe(true);
});

it('is the same fault an error of the upstream where a part is missing that GitHub describes', async () => {
  const { refused, proxy } = await connectBehindProxy({}, { server });
  const body = JSON.stringify({ id: 1, name: 'harbour' });
  proxy.script({ kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body });
  expect(await refused('slip', place)).toMatchObject({
    code: 'upstream_error',
    data: { field: 'full_name' },
  });
});
