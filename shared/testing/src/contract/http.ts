import { expect, test } from 'vitest';
import { connect } from '../clients/connect.ts';
import { startHttpServer } from '../process/start-http-server.ts';
import { expectSuccess } from './answers.ts';
import { createFixture } from './fixture.ts';
import type { ServerContract } from './server-contract.ts';
import { untilUnderWay } from './under-way.ts';

/** The process behind HTTP. */
export function describeHttp(contract: ServerContract): void {
  test('is alive and ready, and says what is wrong with a message', async () => {
    await using fixture = await createFixture(contract);
    await using http = await startHttpServer(fixture.command());
    expect((await fetch(`${http.origin}/livez`)).status).toBe(200);
    expect((await fetch(`${http.origin}/readyz`)).status).toBe(200);
    const broken = await fetch(http.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: '{broken',
    });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ error: { code: -32_700 } });
    expect(http.process.stdout()).toBe('');
  });

  const { sampleBrief } = contract;
  if (!sampleBrief) return;
  test('SIGTERM lets a call finish, then the process ends with 0', async () => {
    await using fixture = await createFixture(contract);
    await using http = await startHttpServer(fixture.command('--drain-ms', '120000'));
    await using client = await connect('v2-modern', { url: http.url });
    const call = client.callTool(sampleBrief.tool, sampleBrief.args);
    await untilUnderWay(sampleBrief);
    http.process.signal('SIGTERM');
    expectSuccess(await call);
    expect(await http.process.ended).toEqual({ code: 0, signal: null });
  });
}
