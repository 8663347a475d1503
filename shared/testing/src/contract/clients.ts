import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../clients/connect.ts';
import { type ClientKind, clientKinds, type TestClient } from '../clients/types.ts';
import { type HttpServer, startHttpServer } from '../process/start-http-server.ts';
import { expectFailure, expectSuccess } from './answers.ts';
import { createFixture, type Fixture } from './fixture.ts';
import { expectCompleteTool, expectValidOutput } from './listing.ts';
import type { ServerContract } from './server-contract.ts';

/** What every client sees: both SDKs, both eras, both transports. */
export function describeClients(contract: ServerContract): void {
  let fixture: Fixture;
  let http: HttpServer | undefined;
  beforeAll(async () => {
    fixture = await createFixture(contract);
    http = await startHttpServer(fixture.command('--audit', 'off'));
  });
  afterAll(async () => {
    await http?.[Symbol.asyncDispose]();
    await fixture[Symbol.asyncDispose]();
  });

  for (const kind of clientKinds) {
    describe(`${kind} over stdio`, () =>
      describeClient(contract, kind, () => connect(kind, { command: fixture.command() })));
    describe(`${kind} over HTTP`, () =>
      describeClient(contract, kind, () => connect(kind, { url: http?.url ?? '' })));
  }
}

function describeClient(contract: ServerContract, kind: ClientKind, open: () => Promise<TestClient>): void {
  const { sampleRead } = contract;
  let client: TestClient;
  beforeAll(async () => {
    client = await open();
  });
  afterAll(() => client.close());

  test('introduces itself', () => {
    expect(client.kind).toBe(kind);
    expect(client.server).toMatchObject({ name: `portolan-${contract.name}`, version: expect.any(String) });
    expect(client.capabilities).toMatchObject({ tools: { listChanged: true } });
  });

  test('lists the expected tools, each complete', async () => {
    const tools = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(contract.expectedTools);
    tools.forEach(expectCompleteTool);
    const reads = tools.filter(({ annotations }) => annotations?.readOnlyHint);
    expect(reads.map(({ name }) => name)).toEqual(contract.readTools);
  });

  test('answers a call as the output schema says', async () => {
    const answer = await client.callTool(sampleRead.tool, sampleRead.args);
    expectSuccess(answer);
    expect(answer.content.length).toBeGreaterThan(0);
    const tools = await client.listTools();
    expectValidOutput(
      tools.find(({ name }) => name === sampleRead.tool),
      answer.structuredContent,
    );
  });

  test('refuses an unknown tool with a protocol error', async () => {
    const refused = client.callTool(`${sampleRead.tool}_x`, sampleRead.args);
    await expect(refused).rejects.toMatchObject({ code: -32_602 });
    await expect(refused).rejects.toThrow(sampleRead.tool);
  });

  testWrongArguments(contract, () => client);
}

function testWrongArguments({ sampleRead, badArgument }: ServerContract, clientOf: () => TestClient): void {
  test('names an unknown argument', async () => {
    const answer = await clientOf().callTool(sampleRead.tool, { ...sampleRead.args, surely_unknown: 1 });
    expect(expectFailure(answer, 'invalid_arguments').message).toContain('surely_unknown');
  });

  test('names a wrong argument', async () => {
    const answer = await clientOf().callTool(badArgument.tool, badArgument.args);
    const error = expectFailure(answer, 'invalid_arguments');
    expect(error.message).toContain(badArgument.argument);
    expect(error.next).toContain(badArgument.argument);
  });
}
