import { expect, test } from 'vitest';
import * as z from 'zod';
import { startHttpServer, writeApiKeys } from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';
import notes from './support/notes-server.ts';
import { postTask } from './support/post-task.ts';
import { rawInMemory } from './support/raw-in-memory.ts';

const slow = (waitMs: number) => ({ name: 'slow_note', arguments: { waitMs } });
const Started = z.looseObject({ result: z.looseObject({ taskId: z.string() }) });
const subscription = 'io.modelcontextprotocol/subscriptionId';
const tasksOnly = (...taskIds: readonly string[]) => ({ notifications: { taskIds } });

test('a stream that names a task hears how it stands and how it ends', async () => {
  await using client = await rawInMemory(notes);
  const { taskId } = Started.parse(await client.ask('tools/call', slow(700))).result;
  const id = await client.send('subscriptions/listen', tasksOnly(taskId, 'made-up'));
  const heard = () => client.received.filter((message) => 'method' in message);
  await expect.poll(() => heard().length).toBe(3);
  const _meta = { [subscription]: id };
  expect(heard()).toMatchObject([
    {
      method: 'notifications/subscriptions/acknowledged',
      params: { notifications: { taskIds: [taskId] }, _meta },
    },
    { method: 'notifications/tasks', params: { taskId, status: 'working', _meta } },
    { method: 'notifications/tasks', params: { taskId, status: 'completed', _meta } },
  ]);
  const { result } = z
    .looseObject({ result: z.record(z.string(), z.unknown()) })
    .parse(await client.ask('tasks/get', { taskId }));
  const { resultType: _complete, _meta: _server, ...view } = result;
  expect(heard()[2]).toMatchObject({ params: view });
});

test('a stream that was cancelled hears nothing more', async () => {
  await using client = await rawInMemory(notes);
  const { taskId } = Started.parse(await client.ask('tools/call', slow(60_000))).result;
  const requestId = await client.send('subscriptions/listen', tasksOnly(taskId));
  const told = () =>
    client.received.filter((message) => 'method' in message && message.method === 'notifications/tasks');
  await expect.poll(() => told().length).toBe(1);
  await client.notify('notifications/cancelled', { requestId });
  await client.ask('tasks/cancel', { taskId });
  await expect
    .poll(() => client.ask('tasks/get', { taskId }))
    .toMatchObject({ result: { status: 'cancelled' } });
  expect(told()).toHaveLength(1);
});

test('a client that does not know tasks cannot listen to them', async () => {
  await using client = await rawInMemory(notes, [], {});
  expect(await client.ask('subscriptions/listen', tasksOnly('any'))).toMatchObject({
    error: {
      code: -32_021,
      data: { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } },
    },
  });
});

/** The messages of an event stream, until one fits. */
async function readUntil(response: Response, isLast: (message: unknown) => boolean): Promise<unknown[]> {
  const messages: unknown[] = [];
  let pending = '';
  for await (const chunk of response.body ?? []) {
    pending += Buffer.from(chunk).toString();
    for (const line of pending.split('\n').slice(0, -1)) {
      if (line.startsWith('data: ')) messages.push(JSON.parse(line.slice(6)));
    }
    pending = pending.slice(pending.lastIndexOf('\n') + 1);
    if (messages.some(isLast)) break;
  }
  return messages;
}

const firstMessage = async (response: Response) => (await readUntil(response, () => true))[0];

test('over HTTP a stream tells its own caller of tasks, and of what else it asked for', async () => {
  await using folder = await notesFolder();
  const keys = await writeApiKeys(folder.path, ['ann', 'bob']);
  await using http = await startHttpServer(folder.command('--api-keys', keys));
  const call = await postTask(http.url, 'ann', 'tools/call', slow(1_000));
  const text = await call.text();
  const { taskId } = Started.parse(JSON.parse(/\{.*\}/.exec(text)?.[0] ?? '')).result;

  const filter = { notifications: { taskIds: [taskId], resourceSubscriptions: ['note:///first'] } };
  const stranger = await postTask(http.url, 'bob', 'subscriptions/listen', filter);
  expect(await firstMessage(stranger)).toHaveProperty('params.notifications', {
    resourceSubscriptions: ['note:///first'],
  });

  const stream = await postTask(http.url, 'ann', 'subscriptions/listen', filter);
  const note = { name: 'write_note', arguments: { title: 'first', body: 'new' } };
  await postTask(http.url, 'ann', 'tools/call', note);
  const heard = await readUntil(stream, (message) =>
    JSON.stringify(message).includes('"status":"completed"'),
  );
  const _meta = { [subscription]: 7 };
  expect(heard[0]).toEqual({
    jsonrpc: '2.0',
    method: 'notifications/subscriptions/acknowledged',
    params: { notifications: filter.notifications, _meta },
  });
  expect(heard).toContainEqual(expect.objectContaining({ method: 'notifications/resources/updated' }));
  expect(heard.at(-1)).toMatchObject({
    method: 'notifications/tasks',
    params: { taskId, status: 'completed', result: { structuredContent: { waitedMs: 1_000 } }, _meta },
  });
  const only = await postTask(http.url, 'ann', 'subscriptions/listen', tasksOnly(taskId));
  expect(await readUntil(only, (message) => JSON.stringify(message).includes('tasks"'))).toMatchObject([
    { params: { notifications: { taskIds: [taskId] } } },
    { method: 'notifications/tasks', params: { status: 'completed' } },
  ]);
});
