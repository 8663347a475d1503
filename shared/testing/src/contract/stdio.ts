import { expect, test } from 'vitest';
import { initialize, modernMeta, rawStdio } from '../clients/raw-stdio.ts';
import { createFixture } from './fixture.ts';
import type { LongCall, ServerContract } from './server-contract.ts';
import { untilUnderWay } from './under-way.ts';

/** Broken JSON, JSON that is no message, a control character, a number too large, half a character. */
const noMessages = [
  '{broken',
  '[]',
  'null',
  '{"jsonrpc":"2.0"}',
  '\u0000',
  `{"id":${'9'.repeat(400)}`,
  '"\ud800"',
];

/** The process on standard input and output. */
export function describeStdio(contract: ServerContract): void {
  const { sampleRead } = contract;
  const read = { name: sampleRead.tool, arguments: { ...sampleRead.args } };

  test('standard output holds protocol lines alone, also at the log level debug', async () => {
    await using fixture = await createFixture(contract);
    await using client = rawStdio(fixture.command('--log-level', 'debug', '--audit', 'stderr'));
    await initialize(client);
    await client.ask('tools/list');
    await client.ask('tools/call', read);
    await client.ask('tools/call', { name: read.name, arguments: { surely_unknown: 1 } });
    await client.ask('no/such_method');
    client.process.stdin.end();
    await client.process.ended;
    expect(client.strayLines()).toEqual([]);
    expect(client.messages().filter(({ id }) => id === undefined)).toEqual([]);
    expect(client.process.stderr()).toContain(`"target":"${sampleRead.tool}"`);
  });

  test('lines that are no messages do not end the server', async () => {
    await using fixture = await createFixture(contract);
    await using client = rawStdio(fixture.command());
    const sendAll = () => noMessages.forEach((line) => void client.line(line));
    sendAll();
    await initialize(client);
    sendAll();
    expect(await client.ask('tools/call', read)).toMatchObject({ result: { content: expect.any(Array) } });
    expect(client.strayLines()).toEqual([]);
  });

  test('a broken line does not end a connection of the modern era', async () => {
    await using fixture = await createFixture(contract);
    await using client = rawStdio(fixture.command());
    client.line('{broken');
    expect(await client.ask('server/discover', { _meta: modernMeta })).toHaveProperty('result');
    client.line('{broken');
    expect(await client.ask('tools/call', { ...read, _meta: modernMeta })).toHaveProperty('result');
  });

  test('the process ends when standard input closes', async () => {
    await using fixture = await createFixture(contract);
    await using client = rawStdio(fixture.command());
    await initialize(client);
    client.process.stdin.end();
    expect(await client.process.ended).toEqual({ code: 0, signal: null });
  });

  if (contract.sampleSlow) testSlowAtTheEnd(contract, contract.sampleSlow);
  if (contract.sampleBrief) testDrain(contract, contract.sampleBrief);
}

function testSlowAtTheEnd(contract: ServerContract, slow: LongCall): void {
  test('the process ends when standard input closes during a call', async () => {
    await using fixture = await createFixture(contract);
    // Whoever waited for the call would wait longer than this test may take.
    await using client = rawStdio(fixture.command('--drain-ms', '600000'));
    await initialize(client);
    client.send('tools/call', { name: slow.tool, arguments: { ...slow.args } });
    await untilUnderWay(slow);
    client.process.stdin.end();
    expect(await client.process.ended).toEqual({ code: 0, signal: null });
  });
}

function testDrain(contract: ServerContract, brief: LongCall): void {
  test('SIGTERM lets a call finish, then the process ends with 0', async () => {
    await using fixture = await createFixture(contract);
    await using client = rawStdio(fixture.command('--drain-ms', '120000'));
    await initialize(client);
    const call = client.send('tools/call', { name: brief.tool, arguments: { ...brief.args } });
    await untilUnderWay(brief);
    client.process.signal('SIGTERM');
    expect(await client.answerTo(call)).toMatchObject({ result: { content: expect.any(Array) } });
    expect(await client.process.ended).toEqual({ code: 0, signal: null });
  });
}
