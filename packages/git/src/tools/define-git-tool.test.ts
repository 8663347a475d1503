import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineServer } from '@portolan/runtime';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { config } from '../config.ts';
import { repo_path } from '../reading/fields.ts';
import { createServices } from '../services.ts';
import { connectGit } from '../test-support.ts';
import { defineGitTool } from './define-git-tool.ts';

/** A server of two tools that do nothing but say when they run, and whose ends are the test's to choose. */
async function connectTwo(policy?: object) {
  const events: string[] = [];
  const ends: (() => void)[] = [];
  const tool = (name: string, effect: 'read' | 'write') =>
    defineGitTool({
      name,
      title: name,
      toolset: 'only',
      description: 'Says when it runs.',
      effect,
      input: z.object({
        repo_path,
        path: z.string().optional(),
        paths: z.array(z.string()).optional(),
        files: z.array(z.union([z.string(), z.object({ path: z.string() })])).optional(),
      }),
      output: z.object({ top: z.string() }),
      run: async (_input, { top }) => {
        events.push(`${name} begins`);
        await new Promise<void>((end) => ends.push(end));
        events.push(`${name} ends`);
        return { top };
      },
    });
  const server = defineServer({
    name: 'git',
    title: 'Git',
    description: 'Two tools.',
    version: '1.0.0',
    toolsets: { only: { description: 'All there is', default: true } },
    config,
    connect: ({ config }) => createServices(config),
    disconnect: (services) => services.close(),
    tools: [tool('look', 'read'), tool('change', 'write')],
  });
  const client = await connectGit({
    server,
    argv: ({ base }) =>
      policy === undefined ? [] : ['--policy', written(join(base, 'policy.json'), policy)],
  });
  return { ...client, events, ends };
}

function written(file: string, content: object): string {
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** Lets whatever begins end at once, until the call has. */
async function endOf(ends: (() => void)[], call: Promise<unknown>): Promise<void> {
  const timer = setInterval(() => ends.shift()?.(), 5);
  await call.finally(() => clearInterval(timer));
}

it('gives a writer its repository alone, and readers beside each other', async () => {
  const { ok, events, ends } = await connectTwo();
  const writers = [ok('change'), ok('change')];
  await expect.poll(() => events).toEqual(['change begins']);
  // Sent after the second writer, it would not be before it.
  const readers = [ok('look'), ok('look')];
  await expect.poll(() => events).toEqual(['change begins', 'look begins', 'look begins']);
  for (const end of ends.splice(0)) end();
  await Promise.all(readers);
  await endOf(ends, Promise.all(writers));
  expect(events.filter((event) => event.startsWith('change'))).toEqual([
    'change begins',
    'change ends',
    'change begins',
    'change ends',
  ]);
});

it('lets no writer begin where the git folder leads outside', async () => {
  const { refused, ok, ends, events, repo, outside } = await connectTwo();
  symlinkSync(join(outside, 'elsewhere'), join(repo, '.git/COMMIT_EDITMSG'));
  expect(await refused('change')).toBe('outside_roots');
  expect(events).toEqual([]);
  await endOf(ends, ok('look'));
});

it('holds every path a call names to the policy, and a call that names none to the whole repository', async () => {
  const roles = { reader: { rules: [{ arguments: { path: { allow: ['**/open/**'] } } }] } };
  const policy = { version: 1, roles, assign: [{ kind: 'local', roles: ['reader'] }] };
  const { call, ends } = await connectTwo(policy);
  const codeOf = async (args: Readonly<Record<string, unknown>>) => {
    const answer = call('look', args);
    await endOf(ends, answer);
    return (await answer).error?.code;
  };
  for (const allowed of [
    { path: 'open/a' },
    { paths: ['open/a', './open/b'] },
    { files: ['open/a', { path: 'open/b' }] },
  ])
    expect([allowed, await codeOf(allowed)]).toEqual([allowed, undefined]);
  for (const refused of [
    {},
    { path: 'closed/a' },
    { paths: ['open/a', 'closed/a'] },
    { files: ['open/a', 'closed/a'] },
    { files: ['open/a', { path: 'closed/a' }] },
    { path: 'open/a', files: ['closed/a'] },
  ])
    expect([refused, await codeOf(refused)]).toEqual([refused, 'forbidden']);
  expect(await codeOf({ path: '../open/a' })).toBe('outside_roots');
});
