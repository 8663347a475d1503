import { expect, test } from 'vitest';
import { connect } from '../clients/connect.ts';
import { startHttpServer } from '../process/start-http-server.ts';
import { runToEnd } from '../process/start-process.ts';
import { expectFailure, expectSuccess } from './answers.ts';
import { auditRecords } from './audit-log.ts';
import { createFixture } from './fixture.ts';
import type { SampleCall, ServerContract } from './server-contract.ts';

/** The audit log and the read-only mode; also by itself, for a server whose default tools only read. */
export function describeSafety(contract: ServerContract): void {
  const { sampleRead, sampleWrite } = contract;

  test('every call is in the audit log, chained', async () => {
    await using fixture = await createFixture(contract);
    const client = await connect('v1', { command: fixture.command('--yes') });
    expectSuccess(await client.callTool(sampleRead.tool, sampleRead.args));
    expectFailure(await client.callTool(sampleRead.tool, { surely_unknown: 1 }), 'invalid_arguments');
    if (sampleWrite) expectSuccess(await client.callTool(sampleWrite.tool, sampleWrite.args));
    // A client that ends its server waits some seconds before it kills it.
    const calls = sampleWrite ? 4 : 2;
    await expect.poll(async () => (await auditRecords(fixture.auditFile)).length).toBe(calls);
    await client.close();
    const [read, refused, ...written] = await auditRecords(fixture.auditFile);
    expect(read).toMatchObject({ phase: 'call', target: sampleRead.tool, effect: 'read', status: 'ok' });
    expect(refused).toMatchObject({ phase: 'call', status: 'error', errorCode: 'invalid_arguments' });
    expect(written.map(({ phase }) => phase)).toEqual(sampleWrite ? ['intent', 'outcome'] : []);
    expect(new Set(written.map(({ id }) => id)).size).toBe(sampleWrite ? 1 : 0);
    const verified = await runToEnd(fixture.words('audit', 'verify', fixture.auditFile));
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/^OK: /) });
  });

  test('--read-only leaves the reads alone', async () => {
    await using fixture = await createFixture(contract);
    await using client = await connect('v2-legacy', { command: fixture.command('--read-only', '--yes') });
    const tools = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(contract.readTools);
    if (!sampleWrite) return;
    const refused = client.callTool(sampleWrite.tool, sampleWrite.args);
    await expect(refused).rejects.toMatchObject({ code: -32_602 });
  });

  test('without a working audit log reads go on', async () => {
    await using fixture = await createFixture(contract);
    await using client = await connect('v2-modern', {
      command: fixture.command('--yes', '--audit', '/dev/full'),
    });
    expectSuccess(await client.callTool(sampleRead.tool, sampleRead.args));
  });

  if (sampleWrite) testWritesNeedAudit(contract, sampleWrite);
}

function testWritesNeedAudit(contract: ServerContract, { tool, args }: SampleCall): void {
  test('without a working audit log writes are refused, and readiness says so', async () => {
    await using fixture = await createFixture(contract);
    await using http = await startHttpServer(fixture.command('--yes', '--audit', '/dev/full'));
    await using client = await connect('v2-modern', { url: http.url });
    const error = expectFailure(await client.callTool(tool, args), 'audit_unavailable');
    expect(error.message).toContain('ENOSPC');
    const ready = await fetch(`${http.origin}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('ENOSPC');
  });
}
