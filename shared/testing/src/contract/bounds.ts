import { describe, expect, test } from 'vitest';
import { connect } from '../clients/connect.ts';
import { clientKinds } from '../clients/types.ts';
import { withArgs } from '../process/server-command.ts';
import { type HttpServer, startHttpServer } from '../process/start-http-server.ts';
import { expectFailure, expectSuccess } from './answers.ts';
import { awaitRecord } from './audit-log.ts';
import { createFixture } from './fixture.ts';
import type { LongCall, ServerContract } from './server-contract.ts';
import { untilOver, untilUnderWay } from './under-way.ts';

/** Limits in number, time and size, and what stops a call. */
export function describeBounds(contract: ServerContract): void {
  const { sampleRead, sampleSlow, sampleBig } = contract;

  test('over the rate limit a call says when to come back', async () => {
    await using fixture = await createFixture(contract);
    const command = withArgs(fixture.command(), '--rate-limit', '2/min');
    await using client = await connect('v2-modern', { command });
    expectSuccess(await client.callTool(sampleRead.tool, sampleRead.args));
    expectSuccess(await client.callTool(sampleRead.tool, sampleRead.args));
    const error = expectFailure(await client.callTool(sampleRead.tool, sampleRead.args), 'rate_limited');
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  if (sampleBig) {
    test('an answer over the size limit says so', async () => {
      await using fixture = await createFixture(contract);
      await using client = await connect('v2-modern', {
        command: fixture.command('--max-answer-bytes', '1024'),
      });
      expectFailure(await client.callTool(sampleBig.tool, sampleBig.args), 'too_large');
    });
  }
  if (sampleSlow) describeTime(contract, sampleSlow);
}

function describeTime(contract: ServerContract, slow: LongCall): void {
  test('a call ends at its deadline', async () => {
    await using fixture = await createFixture(contract);
    await using client = await connect('v2-modern', { command: fixture.command('--timeout-ms', '500') });
    expectFailure(await client.callTool(slow.tool, slow.args), 'timeout');
    const record = await awaitRecord(fixture.auditFile, ({ target }) => target === slow.tool);
    expect(record).toMatchObject({ status: 'error', errorCode: 'timeout' });
    await untilOver(slow);
  });

  describe('a cancelled call stops', () => {
    test.each(clientKinds)('%s over stdio', async (kind) => {
      await using fixture = await createFixture(contract);
      await expectCancelled(kind, fixture.auditFile, { command: fixture.command() }, slow);
    });
    test.each(clientKinds)('%s over HTTP', async (kind) => {
      await using fixture = await createFixture(contract);
      await using http: HttpServer = await startHttpServer(fixture.command());
      await expectCancelled(kind, fixture.auditFile, { url: http.url }, slow);
    });
  });
}

async function expectCancelled(
  kind: (typeof clientKinds)[number],
  auditFile: string,
  to: Parameters<typeof connect>[1],
  slow: LongCall,
): Promise<void> {
  await using client = await connect(kind, to);
  const controller = new AbortController();
  const call = client.callTool(slow.tool, slow.args, { signal: controller.signal });
  const refused = expect(call).rejects.toThrow();
  await untilUnderWay(slow);
  controller.abort('enough');
  await refused;
  const record = await awaitRecord(auditFile, ({ target }) => target === slow.tool);
  expect(record).toMatchObject({ status: 'error', errorCode: 'cancelled' });
  await untilOver(slow);
}
