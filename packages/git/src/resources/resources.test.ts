import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('lists the status of each repository and reads it', async () => {
  const { client, commit, put } = await connectGit();
  commit('one', { a: '1\n' });
  put('new', 'x');
  const { resources } = await client.listResources();
  expect(resources.map(({ uri }) => uri)).toEqual(['git://repo/status']);
  const { contents } = await client.readResource({ uri: 'git://repo/status' });
  expect(JSON.stringify(contents)).toContain('\\"branch\\":\\"main\\"');
});

it('reads files at refs, text and binary, and nothing else', async () => {
  const { client, commit, git } = await connectGit();
  commit('one', { 'dir/a b.txt': 'old\n', bin: Buffer.from([0, 1]) });
  git('branch', 'feature/x');
  commit('two', { 'dir/a b.txt': 'new\n' });
  const read = async (uri: string) => (await client.readResource({ uri })).contents[0];
  expect(await read('git://repo/feature%2Fx/dir/a%20b.txt')).toMatchObject({ text: 'old\n' });
  expect(await read('git://repo/HEAD/dir/a%20b.txt')).toMatchObject({ text: 'new\n' });
  expect(await read('git://repo/HEAD/bin')).toMatchObject({ blob: 'AAE=' });
  for (const uri of [
    'git://other/HEAD/dir/a%20b.txt',
    'git://repo/HEAD/../../outside/x',
    'git://repo/--output=x/bin',
    'git://repo/HEAD/.git/config',
    'git://repo/HEAD/dir',
    'git://repo/none/bin',
  ]) {
    await expect(client.readResource({ uri }), uri).rejects.toThrow();
  }
});

it('completes repositories, refs and paths', async () => {
  const { client, commit, git } = await connectGit();
  commit('one', { 'src/a.ts': 'x', 'src/b.ts': 'x', readme: 'x' });
  git('branch', 'feature');
  const uri = 'git://{repo}/{ref}/{+path}';
  const complete = async (name: string, value: string, others: Record<string, string> = {}) => {
    const { completion } = await client.complete({
      ref: { type: 'ref/resource', uri },
      argument: { name, value },
      context: { arguments: others },
    });
    return completion.values;
  };
  expect(await complete('repo', 're')).toEqual(['repo']);
  expect(await complete('ref', 'fe', { repo: 'repo' })).toEqual(['feature']);
  expect(await complete('path', '', { repo: 'repo', ref: 'main' })).toEqual(['readme', 'src/']);
  expect(await complete('path', 'src/a', { repo: 'repo', ref: 'main' })).toEqual(['src/a.ts']);
  expect(await complete('path', '../', { repo: 'repo', ref: 'main' })).toEqual([]);
});

it('tells a subscriber when the status changes', async () => {
  const { client, commit, put } = await connectGit({ era: 'legacy' });
  commit('one', { a: '1\n' });
  const heard: unknown[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    heard.push(params.uri);
  });
  await client.subscribeResource({ uri: 'git://repo/status' });
  put('a', '2\n');
  await expect.poll(() => heard).toEqual(['git://repo/status']);
  await client.unsubscribeResource({ uri: 'git://repo/status' });
});
