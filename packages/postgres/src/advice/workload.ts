import { ToolError } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import { relationsIn } from '../gate/names.ts';
import { parseStatement } from '../gate/parse.ts';
import type { Source } from '../sources/sources.ts';
import { topQueries } from './top-queries.ts';

/** Statements of a workload that are looked at. */
const WORKLOAD = 10;
/** Of the dearest, how many are gone through for these. */
const READ = 100;
/** Longest statement that is looked at, characters. */
const LONGEST = 20_000;

const planned = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/** The dearest statements that an index could serve; undefined where nothing counts them. */
export async function workload(source: Source, options: CallOptions): Promise<readonly string[] | undefined> {
  const top = await topQueries(source, 'total_time', { count: READ, offset: 0, shown: LONGEST }, options);
  if (top === undefined) return undefined;
  const found: string[] = [];
  for (const { query } of top.queries) {
    if (found.length === WORKLOAD) break;
    if (await isOfTables(query)) found.push(query);
  }
  return found;
}

/** Whether it reads or changes anything but the catalog, which this server reads a lot itself. */
async function isOfTables(query: string): Promise<boolean> {
  try {
    const statement = await parseStatement(query);
    return planned.has(statement.kind) && relationsIn(statement).some((name) => !isOfCatalog(name));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    // That it cannot be read is for the advice to say.
    return true;
  }
}

const isOfCatalog = ({ schema, name }: { readonly schema: string | undefined; readonly name: string }) =>
  schema === 'pg_catalog' || schema === 'information_schema' || name.startsWith('pg_');
