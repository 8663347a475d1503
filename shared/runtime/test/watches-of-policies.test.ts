import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  apiKeyOf,
  connect,
  expectSuccess,
  modernMeta,
  startHttpServer,
  writeApiKeys,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

const policy = (ann: string) => `version: 1
roles:
  ann:
    rules:
      - tools: [note]
        arguments: { title: { allow: [${ann}] } }
  bob:
    rules: [{}]
`;

/** A server with two callers, of whom one may see what the policy says. */
async function governed() {
  const held = new AsyncDisposableStack();
  const folder = held.use(await notesFolder());
  const keys = await writeApiKeys(folder.path, ['ann', 'bob'], (id) => [id]);
  const file = `${folder.path}/policy.yaml`;
  await writeFile(file, policy('first, open'));
  const http = held.use(
    await startHttpServer(
      folder.command('open', '--api-keys', keys, '--policy', file, '--log-level', 'info'),
    ),
  );
  const to = (who: string) => ({ url: http.url, headers: { authorization: `Bearer ${apiKeyOf(who)}` } });
  return {
    url: http.url,
    to,
    async narrow() {
      await writeFile(file, policy('open'));
      await http.process.until((_stdout, stderr) => stderr.includes('A changed policy file is in force'));
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

const uri = 'note:///first';

test('a stream that names what its caller may watch no longer ends, and tells nothing more of it', async () => {
  await using server = await governed();
  await using bob = await connect('v2-modern', server.to('bob'));
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: {
      ...server.to('ann').headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'subscriptions/listen',
      params: { notifications: { resourceSubscriptions: [uri, 'note:///open'] }, _meta: modernMeta },
    }),
  });
  const told: string[] = [];
  const ended = (async () => {
    for await (const chunk of answer.body ?? []) told.push(Buffer.from(chunk).toString('utf8'));
  })();
  await expect.poll(() => told.join('')).toContain('acknowledged');
  expectSuccess(await bob.callTool('write_note', { title: 'first', body: 'before' }));
  await expect.poll(() => told.join('').split('resources/updated').length).toBe(2);
  await server.narrow();
  await ended;
  expectSuccess(await bob.callTool('write_note', { title: 'first', body: 'after' }));
  expect(told.join('').split('resources/updated')).toHaveLength(2);
});

test('a session hears no more of what its caller may watch no longer, and goes on with the rest', async () => {
  await using server = await governed();
  await using ann = await connect('v1', server.to('ann'));
  await using bob = await connect('v2-modern', server.to('bob'));
  await ann.subscribe([uri, 'note:///open']);
  const updates = () =>
    ann.notifications.flatMap(({ method, params }) =>
      method === 'notifications/resources/updated' ? [params?.uri] : [],
    );
  /** What Ann is told when both are changed; that of the second comes last. */
  const toldOfBoth = async () => {
    const before = updates().length;
    expectSuccess(await bob.callTool('write_note', { title: 'first', body: 'new' }));
    expectSuccess(await bob.callTool('write_note', { title: 'open', body: 'new' }));
    await expect.poll(() => updates().slice(before)).toContain('note:///open');
    return updates().slice(before);
  };
  expect(await toldOfBoth()).toEqual([uri, 'note:///open']);
  await server.narrow();
  await expect.poll(toldOfBoth, { timeout: 20_000 }).toEqual(['note:///open']);
});
