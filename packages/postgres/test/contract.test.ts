import { describeServerContract } from '@portolan/testing';
import { inject } from 'vitest';
import { runAs } from './support/cluster.ts';
import { plainServer } from './support/server.ts';

/** Takes long and needs neither memory nor disk. */
const recursion = (to: number) =>
  `WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < ${to}) SELECT max(n) FROM r`;

const defaults = [
  'query',
  'search_objects',
  'describe_object',
  'explain_query',
  'check_health',
  'list_activity',
  'check_connection',
];

/** Whether the server runs a statement with such a text. */
const runs = (text: string) => async () => {
  const sql = `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND strpos(query, '${text}') > 0 AND pid <> pg_backend_pid()`;
  return (await runAs(inject('adminUrl'), sql)).length > 0;
};

describeServerContract({
  name: 'postgres',
  bin: plainServer,
  args: () => [inject('readerUrl')],
  expectedTools: defaults,
  readTools: defaults,
  documents: {
    'postgres://{source}/health': ['check_health'],
    'postgres://{source}/{schema}/{table}': ['describe_object', 'search_objects'],
    optimise_query: ['explain_query'],
    investigate_slow_database: ['list_activity', 'check_health'],
    write_migration: ['describe_object', 'search_objects'],
  },
  sampleRead: { tool: 'query', args: { sql: 'SELECT 1' } },
  badArgument: { tool: 'query', args: { sql: 7 }, argument: 'sql' },
  sampleSlow: {
    tool: 'explain_query',
    args: { sql: recursion(2_000_000_000), analyze: true },
    underWay: runs('2000000000'),
  },
  sampleBrief: { tool: 'query', args: { sql: recursion(1_500_000) }, underWay: runs('1500000') },
  sampleBig: { tool: 'describe_object', args: { name: 'opportunities', schema: 'sales' } },
});
