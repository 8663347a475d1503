import { describe, expect, test } from 'vitest';
import {
  type ClientKind,
  clientKinds,
  connect,
  expectSuccess,
  startHttpServer,
  type TestClient,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

const updated = (uri: string) => ({
  method: 'notifications/resources/updated',
  params: expect.objectContaining({ uri }),
});
const listChanged = expect.objectContaining({ method: 'notifications/resources/list_changed' });

describe.each(clientKinds)('%s hears of changes', (kind) => {
  test('over stdio', async () => {
    await using folder = await notesFolder();
    await using client = await connect(kind, { command: folder.command() });
    await hearsOfChange(client, client);
  });

  test('over HTTP, made by another client', async () => {
    await using folder = await notesFolder();
    await using http = await startHttpServer(folder.command());
    await using client = await connect(kind, { url: http.url });
    await using other = await connect('v2-modern', { url: http.url });
    await hearsOfChange(client, other);
  });
});

async function hearsOfChange(client: TestClient, writer: TestClient): Promise<void> {
  await client.subscribe(['note:///first']);
  expectSuccess(await writer.callTool('write_note', { title: 'unwatched', body: 'x' }));
  expectSuccess(await writer.callTool('write_note', { title: 'first', body: 'changed' }));
  await expect
    .poll(() => client.notifications)
    .toContainEqual(expect.objectContaining(updated('note:///first')));
  expect(client.notifications).toContainEqual(listChanged);
  expect(client.notifications).not.toContainEqual(expect.objectContaining(updated('note:///unwatched')));
}

test.each<ClientKind>(['v1', 'v2-legacy'])('%s hears nothing more after unsubscribing', async (kind) => {
  await using folder = await notesFolder();
  await using client = await connect(kind, { command: folder.command() });
  await client.callTool('write_note', { title: 'other', body: 'x' });
  await client.subscribe(['note:///first', 'note:///other']);
  await client.request('resources/unsubscribe', { uri: 'note:///first' });
  await client.callTool('write_note', { title: 'first', body: 'changed' });
  await client.callTool('write_note', { title: 'other', body: 'changed' });
  await expect
    .poll(() => client.notifications)
    .toContainEqual(expect.objectContaining(updated('note:///other')));
  expect(client.notifications).not.toContainEqual(expect.objectContaining(updated('note:///first')));
});

test.each(clientKinds)('%s hears of progress', async (kind) => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command());
  for (const to of [{ command: folder.command() }, { url: http.url }]) {
    await using client = await connect(kind, to);
    const heard: unknown[] = [];
    const onprogress = (progress: unknown) => heard.push(progress);
    await client.callTool('slow_note', { waitMs: 100 }, { onprogress });
    expect(heard).toEqual([expect.objectContaining({ progress: 0, total: 100, message: 'waiting' })]);
  }
});
