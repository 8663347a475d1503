import { expect, test } from 'vitest';
import {
  awaitRecord,
  connect,
  type RawMessage,
  type RawStdio,
  rawStdio,
  startHttpServer,
  writeApiKeys,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';
import { postTask, taskMeta } from './support/post-task.ts';

const slow = (waitMs: number) => ({ name: 'slow_note', arguments: { waitMs } });

type Ask = (method: string, params: Record<string, unknown>) => Promise<RawMessage>;

const over =
  (client: RawStdio): Ask =>
  (method, params) =>
    client.ask(method, { ...params, _meta: taskMeta });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Starts a slow call and gives the id of its task. */
async function startTask(ask: Ask, waitMs: number): Promise<string> {
  const { result } = await ask('tools/call', slow(waitMs));
  expect(result).toMatchObject({ resultType: 'task', status: 'working', ttlMs: expect.any(Number) });
  return isRecord(result) ? String(result.taskId) : '';
}

const view = async (ask: Ask, taskId: string) => (await ask('tasks/get', { taskId })).result;

test('a slow call goes on as a task and keeps its result', async () => {
  await using folder = await notesFolder();
  await using client = rawStdio(folder.command());
  const ask = over(client);
  const long = await startTask(ask, 600_000);
  expect(await view(ask, long)).toMatchObject({ status: 'working' });
  const taskId = await startTask(ask, 600);
  await expect
    .poll(() => view(ask, taskId))
    .toMatchObject({ status: 'completed', result: { structuredContent: { waitedMs: 600 } } });
  expect(await view(ask, taskId)).toMatchObject({ status: 'completed' });
});

test('a quick call never becomes a task', async () => {
  await using folder = await notesFolder();
  await using client = rawStdio(folder.command());
  await client.ask('tools/call', { ...slow(0), _meta: taskMeta });
  const quick = await client.ask('tools/call', { ...slow(0), _meta: taskMeta });
  expect(quick).toMatchObject({ result: { resultType: 'complete', structuredContent: { waitedMs: 0 } } });
});

test('a cancelled task stops its work', async () => {
  await using folder = await notesFolder();
  await using client = rawStdio(folder.command());
  const ask = over(client);
  const taskId = await startTask(ask, 600_000);
  expect(await ask('tasks/cancel', { taskId })).toMatchObject({ result: { resultType: 'complete' } });
  const record = await awaitRecord(`${folder.path}/audit.jsonl`, ({ target }) => target === 'slow_note');
  expect(record).toMatchObject({ errorCode: 'cancelled' });
  expect(await view(ask, taskId)).toMatchObject({ status: 'cancelled' });
});

test('a client without tasks waits for the result, and has no task methods', async () => {
  await using folder = await notesFolder();
  await using client = await connect('v2-modern', { command: folder.command() });
  const answer = await client.callTool('slow_note', { waitMs: 400 });
  expect(answer.structuredContent).toEqual({ waitedMs: 400 });
  const refused = client.request('tasks/update', { taskId: 'any', inputResponses: {} });
  await expect(refused).rejects.toMatchObject({ code: -32_021 });
  await using legacy = await connect('v1', { command: folder.command() });
  expect(legacy.capabilities).not.toHaveProperty('extensions');
  await expect(legacy.request('tasks/get', { taskId: 'any' })).rejects.toMatchObject({ code: -32_601 });
});

test('the end of the process does not wait for tasks', async () => {
  await using folder = await notesFolder();
  await using client = rawStdio(folder.command('--drain-ms', '600000'));
  await startTask(over(client), 600_000);
  client.process.signal('SIGTERM');
  expect(await client.process.ended).toEqual({ code: 0, signal: null });
});

test('over HTTP a task outlives its request and belongs to its caller', async () => {
  await using folder = await notesFolder();
  const keys = await writeApiKeys(folder.path, ['ann', 'bob']);
  await using http = await startHttpServer(folder.command('--api-keys', keys));
  const ask =
    (who: string): Ask =>
    async (method, params) => {
      const response = await postTask(http.url, who, method, params);
      const text = await response.text();
      const message: unknown = JSON.parse(
        text.startsWith('{') ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}'),
      );
      return isRecord(message) ? message : {};
    };
  const taskId = await startTask(ask('ann'), 700);
  for (const method of ['tasks/get', 'tasks/cancel']) {
    expect(await ask('bob')(method, { taskId })).toMatchObject({ error: { code: -32_602 } });
  }
  await expect
    .poll(() => view(ask('ann'), taskId))
    .toMatchObject({ status: 'completed', result: { structuredContent: { waitedMs: 700 } } });
});
