import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createTempFolder, errorOf, withArgs } from '@portolan/testing';
import { expect, it } from 'vitest';
import { runPlainGit } from '../src/test-support.ts';
import { gitServer } from './support/server.ts';

it('keeps a role to its repository and its paths, however they are written', async () => {
  await using folder = await createTempFolder();
  const top = join(folder.path, 'one');
  for (const name of ['one', 'two']) {
    const repo = join(folder.path, name);
    runPlainGit(folder.path, ['init', '-q', '-b', 'main', repo]);
    for (const part of ['open', 'closed']) {
      mkdirSync(join(repo, part));
      writeFileSync(join(repo, part, 'f.txt'), part);
    }
    runPlainGit(repo, ['add', '.']);
    runPlainGit(repo, ['commit', '-q', '-m', 'files']);
  }
  const policy = join(folder.path, 'policy.json');
  const rule = { arguments: { repo: { allow: [top] }, path: { allow: [`${top}/open/**`, '**/open/**'] } } };
  const roles = { reader: { rules: [rule, { toolsets: ['resources'], ...rule }] } };
  writeFileSync(
    policy,
    JSON.stringify({ version: 1, roles, assign: [{ kind: 'local', roles: ['reader'] }] }),
  );
  const command = withArgs(gitServer, '--audit', 'off', '--policy', policy, top, join(folder.path, 'two'));
  await using client = await connect('v1', { command });
  const codeOf = async (tool: string, args: Readonly<Record<string, unknown>>) =>
    errorOf(await client.callTool(tool, { repo_path: top, ...args })).code;
  for (const path of ['open/f.txt', './open//f.txt', `${top}/open/f.txt`]) {
    expect(await codeOf('read_file', { path }), path).toBeUndefined();
  }
  for (const path of ['closed/f.txt', `${top}/closed/f.txt`]) {
    expect(await codeOf('read_file', { path }), path).toBe('forbidden');
  }
  for (const path of ['open/../closed/f.txt', `${top}/open/../closed/f.txt`]) {
    expect(await codeOf('read_file', { path }), path).toBe('outside_roots');
  }
  for (const tool of ['diff', 'log', 'show', 'status', 'list_files', 'list_branches']) {
    expect(await codeOf(tool, {}), tool).toBe('forbidden');
  }
  expect(await codeOf('diff', { paths: ['open/f.txt', 'closed/f.txt'] })).toBe('forbidden');
  expect(await codeOf('read_file', { repo_path: join(folder.path, 'two'), path: 'open/f.txt' })).toBe(
    'forbidden',
  );
  await client.request('resources/read', { uri: 'git://one/main/open/f.txt' });
  await expect(client.request('resources/read', { uri: 'git://one/main/closed/f.txt' })).rejects.toThrow();
});
