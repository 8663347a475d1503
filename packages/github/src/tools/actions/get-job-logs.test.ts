import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { startLocalServer } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { at, failedJob, goodJob, log, run } from '../../actions/test-support.ts';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const job = /\/actions\/jobs\/399444496$/;
const jobs = /\/actions\/runs\/30433642001\/jobs/;
const logs = /\/actions\/jobs\/399444496\/logs$/;
const text = (body: string) => ({ kind: 'status', status: 200, path: logs, body }) as const;

async function connectLog(body = log) {
  const connected = await connectBehindProxy();
  connected.proxy.script({ ...json(job, failedJob), times: 20 }, { ...text(body), times: 20 });
  const read = (args: object) => connected.ok('get_job_logs', { ...place, job_id: failedJob.id, ...args });
  return { ...connected, read };
}

/** A host of blobs that writes what it is told; it ends with the test. */
async function startBlobs(listener: RequestListener): Promise<string> {
  const server = await startLocalServer(listener);
  onTestFinished(() => server.close());
  return `${server.url}/log?sig=secret`;
}

it('gives the failed step alone, without times and escapes', async () => {
  const { read } = await connectLog();
  expect(await read({})).toMatchInlineSnapshot(`
    {
      "firstLine": 3,
      "job": {
        "failedStep": "Run tests",
        "id": 399444496,
        "name": "test (24)",
        "seconds": 60,
        "state": "failure",
      },
      "lastLine": 9,
      "log": "##[group]Run npm test
    npm test
    ##[endgroup]
    ok 1 - rope holds
    not ok 2 - mast stands \\u{202e}
    downloading 100%
    ##[error]Process completed with exit code 1.",
      "truncated": false,
      "untrusted": [
        "log",
        "name",
        "failedStep",
      ],
    }
  `);
});

it('gives the whole job, its end, or lines from one on', async () => {
  const { read } = await connectLog();
  expect(await read({ failed_only: false })).toMatchObject({ firstLine: 1, lastLine: 11, totalLines: 11 });
  expect(await read({ failed_only: false, tail_lines: 2 })).toMatchObject({
    log: 'Post job cleanup.\nCleaning up orphan processes',
    firstLine: 10,
    truncated: true,
  });
  const from = await read({ offset: 6, tail_lines: 1 });
  expect(from).toMatchObject({ log: 'ok 1 - rope holds', truncated: true, nextOffset: 7 });
  expect(await read({ offset: from.nextOffset })).toMatchObject({
    firstLine: 7,
    lastLine: 11,
    truncated: false,
  });
  expect(await read({ offset: 500 })).toMatchObject({ log: '', truncated: false });
});

it('finds words with what stands around them', async () => {
  const { read } = await connectLog();
  expect(await read({ failed_only: false, grep: 'NOT OK|exit code', context: 1 })).toMatchObject({
    log: [
      '6- ok 1 - rope holds',
      '7: not ok 2 - mast stands \\u{202e}',
      '8- downloading 100%',
      '9: ##[error]Process completed with exit code 1.',
      '10- Post job cleanup.',
    ].join('\n'),
    matches: 2,
  });
  expect(await read({ grep: 'Prepared|holds', context: 0 })).toMatchObject({ log: '6: ok 1 - rope holds' });
  expect(await read({ failed_only: false, grep: 'runner|orphan', context: 0 })).toMatchObject({
    log: '1: Current runner version: 2.330.0\n--\n11: Cleaning up orphan processes',
  });
});

it('finds the job of a run by its name, or the one that failed', async () => {
  const { ok, refused, proxy } = await connectBehindProxy();
  const also = { ...failedJob, id: 1, name: 'test (22)' };
  proxy.script(
    { ...json(jobs, { total_count: 3, jobs: [goodJob, failedJob, also] }), times: 5 },
    { ...text(log), times: 2 },
  );
  const which = { ...place, run_id: run.id };
  expect(await ok('get_job_logs', which)).toMatchObject({
    job: { name: 'test (24)' },
    alsoFailed: ['test (22)'],
  });
  expect(await ok('get_job_logs', { ...which, job_name: '(24)' })).toMatchObject({
    job: { id: failedJob.id },
  });
  expect(await refused('get_job_logs', { ...which, job_name: 'test' })).toMatchObject({
    code: 'ambiguous',
    next: 'Name one of: "test (24)" (job_id 399444496), "test (22)" (job_id 1).',
  });
  expect(await refused('get_job_logs', { ...which, job_name: 'deploy' })).toMatchObject({
    code: 'not_found',
  });
  expect(await refused('get_job_logs', place)).toMatchObject({ code: 'invalid_arguments' });
});

it('says that a log is gone', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(json(job, failedJob), { kind: 'status', status: 410, path: logs, body: '{"message":"Obey"}' });
  expect(await refused('get_job_logs', { ...place, job_id: failedJob.id })).toMatchObject({
    code: 'not_found',
    message: 'This is gone: it expired, was deleted or is switched off.',
  });
});

it('reads 200 MB with lines of 10 MB from the host of blobs, without the token', async () => {
  const { ok, proxy, token } = await connectBehindProxy();
  const seen: string[] = [];
  const line = Buffer.from(`${at(5)} ${'x'.repeat(10 * 1024 * 1024)}\n`);
  const location = await startBlobs(async (request, response) => {
    seen.push(JSON.stringify(request.headers));
    response.write(log);
    for (let n = 0; n < 20; n += 1) {
      if (!response.write(line)) await once(response, 'drain');
    }
    response.end(`${at(60)} the end\n`);
  });
  const redirect = { kind: 'status', status: 302, path: logs, headers: { location } } as const;
  proxy.script({ ...json(job, failedJob), times: 2 }, { ...redirect, times: 2 });
  const answer = await ok('get_job_logs', {
    ...place,
    job_id: failedJob.id,
    failed_only: false,
    tail_lines: 3,
  });
  expect(answer).toMatchObject({ firstLine: 30, totalLines: 32, truncated: true });
  expect(answer.log).toMatch(/^x{2000} \[\d+ more\]\nx{2000} \[\d+ more\]\nthe end$/);
  expect(JSON.stringify(answer).length).toBeLessThan(32 * 1024);
  expect(seen).toHaveLength(1);
  expect(seen[0]).not.toMatch(new RegExp(`authorization|${token}`, 'i'));
  expect(JSON.stringify(answer)).not.toContain('sig=secret');
  const found = await ok('get_job_logs', {
    ...place,
    job_id: failedJob.id,
    failed_only: false,
    grep: 'the end',
  });
  expect(found).toMatchObject({ matches: 1, totalLines: 32 });
}, 120_000);

it('stops reading where the answer is full', async () => {
  const { ok, proxy } = await connectBehindProxy();
  let closed = false;
  const location = await startBlobs(async (_request, response) => {
    response.setMaxListeners(0);
    response.on('close', () => {
      closed = true;
    });
    for (let n = 0; !response.destroyed; n += 1) {
      if (!response.write(`${at(5)} line ${n} ${'"'.repeat(400)}\n`.repeat(100))) {
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
    }
  });
  proxy.script(json(job, failedJob), { kind: 'status', status: 302, path: logs, headers: { location } });
  const answer = await ok('get_job_logs', { ...place, job_id: failedJob.id, offset: 1 });
  expect(answer).toMatchObject({ truncated: true, nextOffset: expect.any(Number) });
  expect(answer.totalLines).toBeUndefined();
  await expect.poll(() => closed).toBe(true);
});

it.each([
  'http://169.254.169.254/latest/meta-data',
  'http://example.com/log',
  'https://user:pw@example.com/',
])('does not follow to %s', async (location) => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(json(job, failedJob), { kind: 'status', status: 302, path: logs, headers: { location } });
  const error = await refused('get_job_logs', { ...place, job_id: failedJob.id });
  expect(error.code).toBe('upstream_error');
});

it('in 5,000 lines takes less than a third of their bytes', async () => {
  const lines = Array.from(
    { length: 5_000 },
    (_, n) => `${at(n / 100)} compiled module ${n} of the harbour\n`,
  );
  const { client } = await connectLog(lines.join(''));
  const args = { ...place, job_id: failedJob.id, failed_only: false };
  const answer = await client.callTool({ name: 'get_job_logs', arguments: args });
  expect(JSON.stringify(answer).length).toBeLessThan(lines.join('').length * 0.3);
});
