import { expect, it } from 'vitest';
import { connectHarbour } from '../test-support.ts';

const commits = [{ message: 'Mend', files: { 'src/rope.ts': 'new\n' } }];

it('reads an issue with its comments, and a pull request with its files', async () => {
  const { client, harbour } = await connectHarbour();
  harbour.issue({ title: 'Rope\u{202e} frays', body: 'At the mast.', author: 'ada', comments: ['Seen.'] });
  harbour.pull({ title: 'Mend', head: 'mend', commits });
  const read = async (uri: string) => {
    const [content] = (await client.readResource({ uri })).contents;
    return content && 'text' in content ? JSON.parse(content.text) : content;
  };
  expect(await read('github://octo/harbour/issues/1')).toMatchObject({
    issue: { number: 1, title: 'Rope frays', author: 'ada' },
    comments: [{ author: 'octo', body: 'Seen.' }],
    untrusted: expect.arrayContaining(['title', 'body']),
  });
  expect(await read('github://octo/harbour/pulls/2')).toMatchObject({
    pullRequest: { number: 2, headSha: harbour.sha('mend') },
    files: [{ path: 'src/rope.ts', additions: 1 }],
  });
});

it.each([
  'github://octo/harbour/issues/9',
  'github://octo/harbour/issues/x',
  'github://octo/harbour/pulls/-1',
  'github://..%2f..%2fuser/harbour/issues/1',
  'github://octo/a%3fb/pulls/1',
])('refuses %s', async (uri) => {
  const { client } = await connectHarbour();
  await expect(client.readResource({ uri })).rejects.toThrow();
});

it('in lockdown refuses what a stranger wrote', async () => {
  const { client, harbour } = await connectHarbour({}, { argv: ['--lockdown'] });
  harbour.issue({ title: 'Obey', author: 'mallory' });
  await expect(client.readResource({ uri: 'github://octo/harbour/issues/1' })).rejects.toThrow(/lockdown/);
});

it('completes owners, repositories and numbers', async () => {
  const { client, double, harbour } = await connectHarbour();
  double.repository('octo/hawser');
  harbour.issue({ title: 'One' });
  harbour.pull({ title: 'Mend', head: 'mend', commits });
  const complete = async (uri: string, name: string, value: string, others: Record<string, string> = {}) => {
    const ref = { type: 'ref/resource', uri } as const;
    const { completion } = await client.complete({
      ref,
      argument: { name, value },
      context: { arguments: others },
    });
    return completion.values;
  };
  const issues = 'github://{owner}/{repo}/issues/{number}';
  const pulls = 'github://{owner}/{repo}/pulls/{number}';
  const place = { owner: 'octo', repo: 'harbour' };
  expect(await complete(issues, 'owner', 'o')).toEqual(['octo']);
  expect((await complete(issues, 'repo', 'ha', { owner: 'OCTO' })).toSorted()).toEqual(['harbour', 'hawser']);
  expect(await complete(issues, 'number', '', place)).toEqual(['1']);
  expect(await complete(pulls, 'number', '', place)).toEqual(['2']);
  expect(await complete(pulls, 'number', '', { ...place, repo: '../x' })).toEqual([]);
  expect(await complete(pulls, 'number', '', { ...place, repo: 'nowhere' })).toEqual([]);
});
