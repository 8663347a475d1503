import { readFileSync } from 'node:fs';
import { initialize, rawStdio, withArgs } from '@portolan/testing';
import { expect, inject, it } from 'vitest';
import { plainServer } from './support/server.ts';

/** What a call may take above an idle server, kilobytes. */
const MAX_ABOVE_KB = 40 * 1024;

const rows = (sql: string, limit: number) => ({
  name: 'query',
  arguments: { sql, limit, maxBytes: 1_000_000 },
});

it('answers from 100,000 rows within 40 MB above idle', async () => {
  const limit = 200;
  const command = withArgs(plainServer, '--audit', 'off', '--rate-limit', 'off', inject('readerUrl'));
  await using client = rawStdio(command);
  await initialize(client);
  const kilobytes = (what: 'VmRSS' | 'VmHWM') =>
    Number(
      new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${client.process.pid}/status`, 'utf8'))?.[1],
    );
  for (let at = 0; at < 20; at += 1)
    await client.ask('tools/call', rows('SELECT n FROM generate_series(1, 100) n', 10));
  const idle = kilobytes('VmRSS');
  const answer = await client.ask(
    'tools/call',
    rows('SELECT n, md5(n::text) FROM generate_series(1, 100000) n', limit),
  );
  expect(answer).toMatchObject({ result: { structuredContent: { rowCount: limit } } });
  expect(kilobytes('VmHWM') - idle).toBeLessThan(MAX_ABOVE_KB);
});
