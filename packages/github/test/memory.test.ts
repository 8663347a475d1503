import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startGitHub } from '@portolan/doubles/github';
import {
  initialize,
  nodeCommand,
  rawStdio,
  residentMemory,
  startFaultProxy,
  startLocalServer,
} from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { failedJob, log } from '../src/actions/test-support.ts';
import { json } from '../src/faults/test-support.ts';

/** Lines of the log, and the bytes of each. */
const LINES = 60;
const LINE_BYTES = 10 * 1024 * 1024;
const place = { owner: 'octo', repo: 'harbour', job_id: failedJob.id, failed_only: false };

/** A host of blobs with a log of many long lines. */
async function startLog(): Promise<string> {
  const line = Buffer.from(`2026-01-01T00:00:05.0000000Z ${'x'.repeat(LINE_BYTES)}\n`);
  const server = await startLocalServer(async (_request, response) => {
    response.write(log);
    for (let n = 0; n < LINES; n += 1) {
      if (!response.write(line)) await once(response, 'drain');
    }
    response.end();
  });
  onTestFinished(() => server.close());
  return `${server.url}/log`;
}

/** GitHub, with a job whose log is at another host. */
async function startJob(location: string) {
  const double = await startGitHub();
  const proxy = await startFaultProxy({ target: double.url });
  proxy.script(
    { ...json(/\/actions\/jobs\/399444496$/, failedJob), times: 9 },
    {
      kind: 'status',
      status: 302,
      path: /\/actions\/jobs\/399444496\/logs$/,
      headers: { location },
      times: 9,
    },
  );
  onTestFinished(async () => {
    await proxy.close();
    await double.close();
  });
  return { url: proxy.url, token: double.token({ login: 'octo' }) };
}

it('reads the end of a log of 600 MB without holding it', async () => {
  const { url, token } = await startJob(await startLog());
  const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
  const server = nodeCommand(bin, '--audit', 'off', '--api-url', url, '--allow-local-host');
  await using client = rawStdio({ ...server, env: { GITHUB_TOKEN: token } });
  await initialize(client);
  const ask = (args: object) =>
    client.ask('tools/call', { name: 'get_job_logs', arguments: { ...place, ...args } });
  const before = residentMemory(client.process.pid).now;
  expect(await ask({ tail_lines: 2 })).toMatchObject({
    result: { structuredContent: { totalLines: 11 + LINES, truncated: true } },
  });
  expect(await ask({ grep: 'cleaning' })).toMatchObject({ result: { structuredContent: { matches: 1 } } });
  // Some 140 MB are seen, of which most is what the collector has not looked at yet.
  expect(residentMemory(client.process.pid).peak - before).toBeLessThan(300 * 1024 * 1024);
});
