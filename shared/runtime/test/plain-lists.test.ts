import { expect, it } from 'vitest';
import { bothWays, forLibrary, openRaw } from './support/both-ways.ts';
import notes from './support/notes-server.ts';
import { telling } from './support/telling-server.ts';

const titles = ['second', 'third', 'fourth', 'fifth'];
const cursorOf = (inner: string) => Buffer.from(JSON.stringify([0, inner])).toString('base64url');

it.each([
  ['prompts', 'prompts/list', {}, []],
  ['prompts whose tools are gone', 'prompts/list', {}, ['--exclude-tools=read_note']],
  ['templates', 'resources/templates/list', {}, []],
  ['templates whose tools are gone', 'resources/templates/list', {}, ['--exclude-tools=read_note']],
  ['resources', 'resources/list', {}, titles],
  ['the next page of resources', 'resources/list', { cursor: cursorOf('3') }, titles],
] as const)('a list of %s is answered as by the library', async (_what, method, params, flags) => {
  const ways: boolean[] = [];
  const { direct, library } = await bothWays(
    () => openRaw(notes, 'legacy', ...flags),
    async ({ ask, isDirect }, way) => {
      await ask(2, method, params, { progressToken: 'any', 'host/key': [1], ...way });
      ways.push(isDirect(2));
    },
  );
  expect(ways).toEqual([true, false]);
  expect(direct).toEqual(library);
  expect(direct).toMatchObject([{ id: 2, result: {} }]);
});

it.each([
  ['a cursor nobody gave', { cursor: 'wrong' }, [], { code: -32_602 }],
  ['a limit', {}, ['--rate-limit=1/day'], { code: -32_603, data: { code: 'rate_limited' } }],
] as const)('%s is refused as by the library', async (_what, params, flags, error) => {
  const { direct, library } = await bothWays(
    () => openRaw(notes, 'legacy', ...flags),
    async ({ ask }, way) => {
      await ask(2, 'resources/list', params, way);
      await ask(3, 'resources/list', params, way);
    },
  );
  const lasting = (messages: unknown) => JSON.parse(JSON.stringify(messages).replaceAll(/\d{6,}/g, '0'));
  expect(lasting(direct)).toEqual(lasting(library));
  expect(direct).toMatchObject([{ id: 2 }, { id: 3, error }]);
});

it.each([
  ['what the server does not offer', telling, 'legacy', 'prompts/list', {}],
  ['a cursor of what has one page', notes, 'legacy', 'prompts/list', { cursor: 'x' }],
  ['a cursor of a wrong form', notes, 'legacy', 'resources/list', { cursor: 7 }],
  ['the modern era', notes, 'modern', 'prompts/list', {}],
] as const)('%s is left to the library', async (_what, server, era, method, params) => {
  await using connection = await openRaw(server, era);
  await connection.ask(2, method, params);
  await connection.ask(3, method, params, forLibrary);
  const [first, second] = connection.messages();
  expect(connection.isDirect(2)).toBe(false);
  expect({ ...first, id: 3 }).toEqual(second);
});

it('a cancelled list is answered with nothing', async () => {
  await using connection = await openRaw(notes, 'legacy');
  await connection.send(2, 'resources/list', {});
  const params = { requestId: 2 };
  await connection.transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
  await connection.ask(3, 'resources/list', {});
  expect(connection.messages()).toMatchObject([{ id: 3 }]);
});
