import { expect, it } from 'vitest';
import { connectHarbour } from '../test-support.ts';

const seed = {
  commits: [{ message: 'Begin', files: { 'src/a.ts': 'a\u{202e}\n', 'bin.dat': Buffer.from([0, 255]) } }],
  branches: { 'feature/x': [{ message: 'X', files: { 'src/a.ts': 'x\n' } }] },
  tags: { v1: 'main' },
};
const ref = { type: 'ref/resource', uri: 'github://{owner}/{repo}/{ref}/{+path}' } as const;

it('reads text and bytes of a file at a ref', async () => {
  const { client } = await connectHarbour(seed);
  const read = async (rest: string) =>
    (await client.readResource({ uri: `github://octo/harbour/${rest}` })).contents;
  expect(await read('main/src/a.ts')).toEqual([
    { uri: 'github://octo/harbour/main/src/a.ts', mimeType: 'text/plain', text: 'a\\u{202e}\n' },
  ]);
  expect(await read('feature%2Fx/src/a.ts')).toMatchObject([{ text: 'x\n' }]);
  expect(await read('v1/bin.dat')).toMatchObject([{ blob: 'AP8=' }]);
});

it('reads nothing that is no file, and leads nowhere else', async () => {
  const { client } = await connectHarbour(seed);
  for (const rest of ['main/src', 'main/gone', 'main/../../x', '-x/src/a.ts', 'a..b/src/a.ts']) {
    await expect(client.readResource({ uri: `github://octo/harbour/${rest}` })).rejects.toThrow();
  }
});

it('completes owners, repositories, refs and paths', async () => {
  const { client } = await connectHarbour(seed);
  const complete = async (name: string, value: string, others: Readonly<Record<string, string>> = {}) =>
    (await client.complete({ ref, argument: { name, value }, context: { arguments: { ...others } } }))
      .completion.values;
  expect(await complete('owner', 'OC')).toEqual(['octo']);
  expect(await complete('repo', 'har', { owner: 'octo' })).toEqual(['harbour']);
  const place = { owner: 'octo', repo: 'harbour' };
  expect(await complete('ref', 'fea', place)).toEqual(['feature/x']);
  expect(await complete('ref', '', place)).toEqual(['feature/x', 'main', 'v1']);
  expect(await complete('path', 's', { ...place, ref: 'main' })).toEqual(['src/']);
  expect(await complete('path', 'src/', { ...place, ref: 'main' })).toEqual(['src/a.ts']);
  expect(await complete('path', '../', { ...place, ref: 'main' })).toEqual([]);
  expect(await complete('repo', 'x', { owner: '../..' })).toEqual([]);
});
