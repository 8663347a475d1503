import { expect, it } from 'vitest';
import { connectBehindProxy } from '../src/test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it.each([
  ['search_repositories', { query: 'x\ud800' }, 'query'],
  ['get_file_contents', { ...place, paths: ['README.md', 'x\udc00y'] }, 'paths'],
  ['compare_refs', { ...place, base: '\ud800', head: 'main' }, 'base'],
  [
    'push_files',
    { ...place, branch: 'main', message: 'm\ud800', files: [{ path: 'a', content: 'b' }] },
    'message',
  ],
] as const)('%s takes no half of a character, and sends nothing', async (tool, args, name) => {
  const { refused, proxy } = await connectBehindProxy({}, { argv: ['--yes'] });
  const before = proxy.seen.length;
  expect(await refused(tool, args)).toMatchObject({
    code: 'invalid_arguments',
    message: `The argument ${name} holds half a character (a lone surrogate).`,
  });
  expect(proxy.seen).toHaveLength(before);
});

it('shows no hidden character of an error, also where JSON spells it', async () => {
  const { refused, proxy } = await connectBehindProxy();
  const body = '{"message":"Not \\u001b[31mvalid\\u202e \\udb40\\udc41here"}';
  proxy.script({ kind: 'status', status: 422, headers: { 'content-type': 'application/json' }, body });
  const { data } = await refused('get_repository', place);
  expect(data).toEqual({ status: 422, untrustedUpstreamText: 'Not [31mvalid here' });
});

it.each([
  ['delete_label', { ...place, name: '..' }],
  ['delete_label', { ...place, name: '.' }],
  ['delete_label', { ...place, name: '../..' }],
  ['write_label', { ...place, name: '..', new_name: 'bay' }],
  ['run_workflow', { ...place, workflow_id: '..', ref: 'main' }],
  ['run_workflow', { ...place, workflow_id: 'x/../../y', ref: 'main' }],
] as const)('%s leads to no other address by %j', async (tool, args) => {
  const { refused, proxy } = await connectBehindProxy({}, { argv: ['--yes'] });
  const before = proxy.seen.length;
  expect(await refused(tool, args)).toMatchObject({ code: 'invalid_arguments' });
  expect(proxy.seen.slice(before).filter(({ path }) => !path.startsWith('/rate'))).toEqual([]);
});

it('tells an answer nested too deeply as the upstream’s fault', async () => {
  const { refused, proxy } = await connectBehindProxy();
  const body = `{"full_name":"octo/harbour","description":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  proxy.script({ kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body });
  expect(await refused('get_repository', place)).toMatchObject({ code: 'upstream_error' });
});
