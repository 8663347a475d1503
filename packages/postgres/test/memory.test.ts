import { initialize, rawStdio, residentMemory, withArgs } from '@portolan/testing';
import { expect, inject, it } from 'vitest';
import { plainServer } from './support/server.ts';

/** What a call may take above an idle server, bytes. */
const MAX_ABOVE = 40 * 1024 * 1024;

const rows = (sql: string, limit: number) => ({
  name: 'query',
  arguments: { sql, limit, maxBytes: 1_000_000 },
});

/** A server, and what it holds. */
async function measured() {
  const command = withArgs(plainServer, '--audit', 'off', '--rate-limit', 'off', inject('readerUrl'));
  const client = rawStdio(command);
  await initialize(client);
  for (let at = 0; at < 20; at += 1)
    await client.ask('tools/call', rows('SELECT n FROM generate_series(1, 100) n', 10));
  const { pid } = client.process;
  const idle = residentMemory(pid).now;
  return { client, aboveIdle: () => residentMemory(pid).peak - idle };
}

it('answers from 100,000 rows within 40 MB above idle', async () => {
  const limit = 200;
  const { client, aboveIdle } = await measured();
  await using _ended = client;
  const answer = await client.ask(
    'tools/call',
    rows('SELECT n, md5(n::text) FROM generate_series(1, 100000) n', limit),
  );
  expect(answer).toMatchObject({ result: { structuredContent: { rowCount: limit } } });
  expect(aboveIdle()).toBeLessThan(MAX_ABOVE);
});

it('reads many statements, each another, within the same', async () => {
  const { client, aboveIdle } = await measured();
  await using _ended = client;
  for (let at = 0; at < 60; at += 1) {
    const sql = `SELECT c.id AS a${at}, count(*) FROM sales.customers c JOIN sales.opportunities o ON o.customer_id = c.id
      WHERE c.id % 7 = ${at} AND o.stage IN ('lead', 'won') GROUP BY c.id HAVING count(*) > 0 ORDER BY 2 DESC`;
    expect(await client.ask('tools/call', rows(sql, 10))).toMatchObject({
      result: { structuredContent: {} },
    });
  }
  expect(aboveIdle()).toBeLessThan(MAX_ABOVE);
});
