import { describe, expect, test } from 'vitest';
import {
  type ClientKind,
  type ClientOptions,
  clientKinds,
  connect,
  expectFailure,
  expectSuccess,
  initialize,
  modernMeta,
  type RawMessage,
  type RawStdio,
  rawStdio,
  startHttpServer,
  startRedis,
  type TestClient,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

type Elicit = NonNullable<ClientOptions['elicit']>;

const accept: Elicit = () => ({ action: 'accept', content: { confirm: true } });
const refusals: readonly (readonly [string, Elicit])[] = [
  ['a decline', () => ({ action: 'decline' })],
  ['a cancel', () => ({ action: 'cancel' })],
  ['an accepted form without the tick', () => ({ action: 'accept', content: { confirm: false } })],
];

describe.each(clientKinds)('a destroy asked over %s', (kind) => {
  describe.each(['stdio', 'HTTP'] as const)('on %s', (transport) => {
    test('runs when the user agrees, and the question names what goes', async () => {
      const asked: string[] = [];
      const elicit: Elicit = (params) => {
        asked.push(params.message);
        return accept(params);
      };
      await withClient(kind, transport, elicit, async (client) => {
        expectSuccess(await client.callTool('delete_note', { title: 'first' }));
        expect(asked).toEqual(['Delete the note first?']);
        expectFailure(await client.callTool('read_note', { title: 'first' }), 'not_found');
      });
    });

    test('shows what hides or turns text in the question', async () => {
      const asked: string[] = [];
      const elicit: Elicit = (params) => {
        asked.push(params.message);
        return accept(params);
      };
      await withClient(kind, transport, elicit, async (client) => {
        await client.callTool('delete_note', { title: 'first\u202etxt.exe\u{e0041}\u001b[2K' });
        expect(asked).toEqual(['Delete the note first\\u{202e}txt.exe\\u{e0041}\\u{1b}[2K?']);
      });
    });

    test.each(refusals)('changes nothing after %s', async (_name, elicit) => {
      await withClient(kind, transport, elicit, async (client) => {
        expectFailure(await client.callTool('delete_note', { title: 'first' }), 'confirmation_declined');
        expectSuccess(await client.callTool('read_note', { title: 'first' }));
      });
    });

    test('is refused where the client cannot ask', async () => {
      await withClient(kind, transport, undefined, async (client) => {
        expectFailure(await client.callTool('delete_note', { title: 'first' }), 'confirmation_unavailable');
        expectSuccess(await client.callTool('read_note', { title: 'first' }));
      });
    });
  });
});

async function withClient(
  kind: ClientKind,
  transport: 'stdio' | 'HTTP',
  elicit: Elicit | undefined,
  run: (client: TestClient) => Promise<void>,
): Promise<void> {
  await using folder = await notesFolder();
  const options = elicit ? { elicit } : {};
  if (transport === 'stdio') {
    await using client = await connect(kind, { command: folder.command() }, options);
    return await run(client);
  }
  await using http = await startHttpServer(folder.command());
  await using client = await connect(kind, { url: http.url }, options);
  await run(client);
}

test.each(['legacy', 'modern'] as const)(
  'a client of the %s era that shows no forms cannot ask',
  async (era) => {
    await using folder = await notesFolder();
    await using client = rawStdio(folder.command());
    const elicitation = { url: {} };
    const _meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': { elicitation } };
    if (era === 'legacy') await initialize(client, { elicitation });
    const params = { name: 'delete_note', arguments: { title: 'first' }, ...(era === 'modern' && { _meta }) };
    expect(await client.ask('tools/call', params)).toMatchObject({
      result: { isError: true, _meta: { 'portolan/error': { code: 'confirmation_unavailable' } } },
    });
  },
);

describe('an answer confirms only the call that asked', () => {
  const answers = { confirm: { action: 'accept', content: { confirm: true } } };
  const _meta = {
    ...modernMeta,
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };
  const destroy = (client: RawStdio, title: string, more: Record<string, unknown> = {}) =>
    client.ask('tools/call', { name: 'delete_note', arguments: { title }, ...more, _meta });
  const stateOf = ({ result }: RawMessage) => {
    expect(result).toMatchObject({ resultType: 'input_required', requestState: expect.any(String) });
    return typeof result === 'object' && result !== null && 'requestState' in result
      ? result.requestState
      : undefined;
  };
  const asksAgain = { result: { resultType: 'input_required' } };

  test('the same call goes through', async () => {
    await using folder = await notesFolder();
    await using client = rawStdio(folder.command('second'));
    const requestState = stateOf(await destroy(client, 'first'));
    const done = await destroy(client, 'first', { requestState, inputResponses: answers });
    expect(done).toMatchObject({ result: { structuredContent: { deleted: true } } });
  });

  test('the same call a second time is asked again', async () => {
    await using folder = await notesFolder();
    await using client = rawStdio(folder.command('second'));
    const requestState = stateOf(await destroy(client, 'first'));
    await destroy(client, 'first', { requestState, inputResponses: answers });
    const repeated = await destroy(client, 'first', { requestState, inputResponses: answers });
    expect(repeated).toMatchObject(asksAgain);
  });

  test('other arguments do not', async () => {
    await using folder = await notesFolder();
    await using client = rawStdio(folder.command('second'));
    const requestState = stateOf(await destroy(client, 'first'));
    const replayed = await destroy(client, 'second', { requestState, inputResponses: answers });
    expect(replayed).toMatchObject(asksAgain);
  });

  test('no state, no confirmation', async () => {
    await using folder = await notesFolder();
    await using client = rawStdio(folder.command());
    expect(await destroy(client, 'first', { inputResponses: answers })).toMatchObject(asksAgain);
  });

  test.each([
    ['changed', (state: string) => `${state}x`],
    ['made up', () => 'v1.bm90aGluZw.AAAA'],
    ['empty', () => ''],
  ])('state that was %s is refused', async (_name, forge) => {
    await using folder = await notesFolder();
    await using client = rawStdio(folder.command());
    const requestState = forge(String(stateOf(await destroy(client, 'first'))));
    const forged = await destroy(client, 'first', { requestState, inputResponses: answers });
    expect(forged).not.toMatchObject({ result: { structuredContent: { deleted: true } } });
  });

  test('state of another server process is refused', async () => {
    await using folder = await notesFolder();
    await using other = await notesFolder();
    await using client = rawStdio(folder.command());
    await using second = rawStdio(other.command());
    const requestState = stateOf(await destroy(second, 'first'));
    const foreign = await destroy(client, 'first', { requestState, inputResponses: answers });
    expect(foreign).toMatchObject({ error: { code: -32_602 } });
  });
});

describe.each(['v1', 'v2-modern'] as const)(
  'where Redis is gone, a destroy asked over HTTP by %s',
  (kind) => {
    test.each([
      ['runs with --redis-down local when the user agrees', 'local'],
      ['is refused with --redis-down closed, and says why', 'closed'],
    ])('%s', async (_what, down) => {
      const redis = await startRedis();
      await using folder = await notesFolder();
      await using http = await startHttpServer(folder.command('--redis', redis.url, '--redis-down', down));
      await using client = await connect(kind, { url: http.url }, { elicit: accept });
      await redis.kill();
      const answer = await client.callTool('delete_note', { title: 'first' });
      if (down === 'local') expectSuccess(answer);
      else expectFailure(answer, 'unavailable');
      const read = await client.callTool('read_note', { title: 'first' });
      if (down === 'local') expectFailure(read, 'not_found');
      else expectSuccess(read);
    });
  },
);

test.each(['SIGTERM', 'the end of stdin'])('a question to the user does not hold up %s', async (how) => {
  await using folder = await notesFolder();
  await using client = rawStdio(folder.command('--drain-ms', '300000'));
  const clientInfo = { name: 'raw', version: '1.0.0' };
  await client.ask('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: {} },
    clientInfo,
  });
  client.notify('notifications/initialized');
  client.send('tools/call', { name: 'delete_note', arguments: { title: 'first' } });
  await client.process.until((stdout) => stdout.includes('elicitation/create'));
  if (how === 'SIGTERM') client.process.signal('SIGTERM');
  else client.process.stdin.end();
  expect(await client.process.ended).toMatchObject({ code: 0 });
});
