import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  apiKeyOf,
  connect,
  expectFailure,
  expectSuccess,
  type HttpServer,
  modernMeta,
  startHttpServer,
  startRedis,
  type TestClient,
  type TestRedis,
  withArgs,
  writeApiKeys,
} from '../../testing/src/index.ts';
import { type NotesFolder, notesFolder, otherNotesBin } from './support/notes.ts';
import { postTask } from './support/post-task.ts';
import { type Balancer, roundRobin } from './support/round-robin.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.kill());

const env = { PORTOLAN_STATE_KEY: 'k'.repeat(40) };

/** Two processes of one server with one key and one Redis, behind a balancer that sends each request to the other. */
async function replicas(...words: readonly string[]) {
  const held = new AsyncDisposableStack();
  const start = async (folder: NotesFolder): Promise<HttpServer> => {
    const keys = await writeApiKeys(folder.path, ['ann', 'bob']);
    const command = folder.command('--redis', redis.url, '--api-keys', keys, ...words);
    return held.use(await startHttpServer({ ...command, env }));
  };
  const both = [await start(held.use(await notesFolder())), await start(held.use(await notesFolder()))];
  const balancer: Balancer = held.use(await roundRobin(both.map(({ origin }) => origin)));
  return { balancer, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

const headersOf = (who: string) => ({ authorization: `Bearer ${apiKeyOf(who)}` });

const _meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
const inputResponses = { confirm: { action: 'accept', content: { confirm: true } } };

/** Calls `delete_note` by hand, with what an earlier answer gave. */
async function destroy(url: string, who: string, more: Record<string, unknown> = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      ...headersOf(who),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'delete_note',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'delete_note', arguments: { title: 'first' }, ...more, _meta },
    }),
  });
  return messageIn(await answer.text());
}

/** The answer in a body, plain or as the event of a stream. */
function messageIn(text: string): { readonly result?: Record<string, unknown>; readonly error?: unknown } {
  return JSON.parse(text.startsWith('{') ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}'));
}

test('a user who was asked by one replica may answer another, once in all of them', async () => {
  await using two = await replicas();
  const { url, sent } = two.balancer;
  const asks = { result: { resultType: 'input_required' } };
  const asked = await destroy(url, 'ann');
  const requestState = asked.result?.requestState;
  expect(asked).toMatchObject(asks);
  // Bob, whose call is the same, gets nothing of it.
  expect(await destroy(url, 'bob', { requestState, inputResponses })).toMatchObject(asks);
  expect(await destroy(url, 'bob')).toMatchObject(asks);
  expect(await destroy(url, 'ann', { requestState, inputResponses })).toMatchObject({
    result: { structuredContent: { deleted: true } },
  });
  for (let again = 0; again < 2; again += 1) {
    expect(await destroy(url, 'ann', { requestState, inputResponses })).toMatchObject(asks);
  }
  expect(sent).toEqual([0, 1, 0, 1, 0, 1]);
});

test('a client confirms, pages and reads across replicas', async () => {
  await using two = await replicas('a', 'b', 'c', 'd', 'e');
  const { url } = two.balancer;
  const elicit = () => ({ action: 'accept', content: { confirm: true } }) as const;
  await using client = await connect('v2-modern', { url, headers: headersOf('ann') }, { elicit });
  expectSuccess(await client.callTool('delete_note', { title: 'a' }));
  const first = await client.request('resources/list');
  const second = await client.request('resources/list', { cursor: first.nextCursor });
  expect(second).toMatchObject({
    resources: expect.arrayContaining([expect.objectContaining({ name: 'd' })]),
  });
});

/** Another server that has the key, the Redis, the callers and the tools of the replicas. */
async function otherServer(folder: NotesFolder, ...words: readonly string[]): Promise<HttpServer> {
  const keys = await writeApiKeys(folder.path, ['ann', 'bob']);
  const audit = ['--audit', `${folder.path}/other.jsonl`];
  const flags = [...audit, '--redis', redis.url, '--api-keys', keys, ...words];
  return startHttpServer({ ...withArgs(otherNotesBin, ...flags), env });
}

test('what was asked by one server confirms nothing in another that has its key', async () => {
  await using two = await replicas();
  await using folder = await notesFolder();
  await using other = await otherServer(folder);
  const asks = { result: { resultType: 'input_required' } };
  const { result } = await destroy(two.balancer.url, 'bob');
  const { requestState } = result ?? {};
  expect(await destroy(other.url, 'bob', { requestState, inputResponses })).toMatchObject(asks);
});

test('the calls of a caller are counted over both, and those of another server apart', async () => {
  await using two = await replicas('--rate-limit', '4/min');
  await using folder = await notesFolder();
  await using other = await otherServer(folder, '--rate-limit', '1/min');
  const to = (url: string) => connect('v2-modern', { url, headers: headersOf('ann') });
  await using client = await to(two.balancer.url);
  await using beside = await to(other.url);
  const read = (from: TestClient) => from.callTool('read_note', { title: 'first' });
  for (let call = 0; call < 3; call += 1) expectSuccess(await read(client));
  expectSuccess(await read(beside));
  expectFailure(await read(beside), 'rate_limited');
  expectSuccess(await read(client));
  for (let call = 0; call < 2; call += 1) expectFailure(await read(client), 'rate_limited');
});

test('a task is refused by the replica that does not have it, which says so', async () => {
  await using two = await replicas();
  const { url } = two.balancer;
  const ask = async (who: string, method: string, params: object) =>
    messageIn(await (await postTask(url, who, method, params)).text());
  const { result } = await ask('ann', 'tools/call', { name: 'slow_note', arguments: { waitMs: 50_000 } });
  const { taskId } = result ?? {};
  expect(result).toMatchObject({ resultType: 'task', status: 'working' });
  const other = await ask('ann', 'tasks/get', { taskId });
  expect(other).toMatchObject({
    error: { code: -32_602, message: expect.stringContaining('another process of this server') },
  });
  expect(await ask('ann', 'tasks/get', { taskId })).toMatchObject({ result: { status: 'working' } });
  await ask('ann', 'tasks/get', { taskId });
  // Where the task is, another caller learns no more than of one that never was.
  const foreign = await ask('bob', 'tasks/get', { taskId });
  expect(foreign).toMatchObject({ error: { code: -32_602, message: 'No task has this id.' } });
});

test('a session of the older era is refused by the other replica with 404, after which clients begin anew', async () => {
  await using two = await replicas();
  const { url } = two.balancer;
  const post = (message: object, session?: string) =>
    fetch(url, {
      method: 'POST',
      headers: {
        ...headersOf('ann'),
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session !== undefined && { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1.0.0' },
  };
  const begun = await post({ id: 1, method: 'initialize', params });
  await begun.text();
  const session = begun.headers.get('mcp-session-id') ?? '';
  const call = { method: 'tools/call', params: { name: 'read_note', arguments: { title: 'first' } } };
  const other = await post({ id: 2, ...call }, session);
  expect(other.status).toBe(404);
  expect(await other.json()).toMatchObject({
    error: { message: expect.stringContaining('Initialize again') },
  });
  const own = await post({ id: 3, ...call }, session);
  expect(messageIn(await own.text())).toMatchObject({ result: { structuredContent: { title: 'first' } } });
});
