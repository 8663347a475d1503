import { expect, it } from 'vitest';
import { bothWays, type Era, eras, openRaw, type RawConnection } from './support/both-ways.ts';
import { telling } from './support/telling-server.ts';

const open = (era: Era, ...flags: readonly string[]) => openRaw(telling, era, ...flags);
const call = ({ ask }: RawConnection, id: number, name: string, meta: object) =>
  ask(id, 'tools/call', { name, arguments: {} }, meta);

const metas = [
  ['nothing', {}],
  ['a token that is text', { progressToken: 'a "token"' }],
  ['an empty token', { progressToken: '' }],
  ['a token that is a number', { progressToken: 0 }],
  [
    'what a host adds',
    { progressToken: 7, 'claudecode/toolUseId': 'toolu_1', 'vscode.requestId': { a: [1] } },
  ],
  [
    'trace context',
    {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=1',
      baggage: 'b=2',
    },
  ],
  ['broken trace context', { traceparent: 7, tracestate: [] }],
] as const;
const cases = eras.flatMap((era) => metas.map(([what, meta]) => [what, era, meta] as const));

it.each(cases)('a call with %s in _meta is answered as by the library (%s)', async (_what, era, meta) => {
  const ways: boolean[] = [];
  const { direct, library } = await bothWays(
    () => open(era),
    async (connection, way) => {
      await call(connection, 2, 'tell_steps', { ...meta, ...way });
      ways.push(connection.isDirect(2));
    },
  );
  expect(ways).toEqual([true, false]);
  expect(direct).toEqual(library);
  expect(direct).toHaveLength('progressToken' in meta ? 4 : 1);
});

it.each(eras)('progress comes in its order before the answer, and none after it (%s)', async (era) => {
  const { direct, library } = await bothWays(
    () => open(era),
    async (connection, way) => {
      await call(connection, 2, 'tell_late', { progressToken: 'late', ...way });
      await call(connection, 3, 'tell_steps', { progressToken: 'steps', ...way });
    },
  );
  expect(direct).toEqual(library);
  expect(direct).toMatchObject([
    { method: 'notifications/progress', params: { progressToken: 'late', progress: 1, total: 2 } },
    { id: 2 },
    { method: 'notifications/progress', params: { progressToken: 'steps', progress: 0 } },
    { params: { progressToken: 'steps', progress: 1, total: 2 } },
    { params: { progressToken: 'steps', progress: 2, total: 2, message: 'almost "done"' } },
    { id: 3 },
  ]);
});

it.each(eras)('a cancelled call tells no progress any more (%s)', async (era) => {
  const { direct, library } = await bothWays(
    () => open(era),
    async (connection, way) => {
      const { transport, send, messages } = connection;
      await send(2, 'tools/call', { name: 'tell_cancelled' }, { progressToken: 2, ...way });
      await expect.poll(messages).toHaveLength(1);
      await transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
      await call(connection, 3, 'tell_steps', way);
    },
  );
  expect(direct).toEqual(library);
  expect(direct).toMatchObject([{ params: { progressToken: 2, progress: 1 } }, { id: 3 }]);
});

it.each(eras)('a call that is out of time tells no progress after its error (%s)', async (era) => {
  const { direct, library } = await bothWays(
    () => open(era, '--timeout-ms=50'),
    async (connection, way) => {
      await call(connection, 2, 'tell_cancelled', { progressToken: 2, ...way });
      await call(connection, 3, 'tell_steps', way);
    },
  );
  expect(direct).toEqual(library);
  expect(direct).toMatchObject([
    { params: { progress: 1 } },
    { id: 2, result: { isError: true } },
    { id: 3 },
  ]);
});

it.each([
  ['a token that is null', { progressToken: null }, 'progressToken'],
  ['a token that is an object', { progressToken: {} }, 'progressToken'],
  ['a token that is no whole number', { progressToken: 1.5 }, 'progressToken'],
  ['a token too large to be exact', { progressToken: 2 ** 60 }, 'progressToken'],
  ['a related task that is none', { 'io.modelcontextprotocol/related-task': { taskId: 7 } }, '_meta'],
])('%s is refused, and the connection goes on', async (_what, meta, named) => {
  await using connection = await open('legacy');
  await connection.ask(2, 'tools/call', { name: 'tell_steps' }, meta);
  await call(connection, 3, 'tell_steps', {});
  const error = { code: -32_602, message: expect.stringContaining(named) };
  expect(connection.messages()).toMatchObject([{ id: 2, error }, { id: 3 }]);
});

it('an envelope on a connection of the older era is left to the library', async () => {
  await using connection = await open('legacy');
  await call(connection, 2, 'tell_steps', { 'io.modelcontextprotocol/protocolVersion': 7 });
  expect(connection.isDirect(2)).toBe(false);
});
