import { describeSafety } from '@portolan/testing';
import { describe, inject } from 'vitest';
import { plainServer } from './support/server.ts';

/** The default tools only read; what writing ones are held to is tested in a mode that has one. */
describe('postgres, in a mode that changes rows', () =>
  describeSafety({
    name: 'postgres',
    bin: plainServer,
    args: () => ['--mode', 'dml', '--tools', 'query,check_connection,execute', inject('writerUrl')],
    expectedTools: ['query', 'check_connection', 'execute'],
    readTools: ['query', 'check_connection'],
    documents: {},
    sampleRead: { tool: 'query', args: { sql: 'SELECT 1' } },
    badArgument: { tool: 'query', args: { sql: 7 }, argument: 'sql' },
    sampleWrite: {
      tool: 'execute',
      args: { sql: 'UPDATE sales.customers SET city = city WHERE id = 1', dryRun: false },
    },
  }));
