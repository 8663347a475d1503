import { ToolError } from '@portolan/runtime';
import { NOT_SHOWN } from '../catalog/closed-schemas.ts';
import type { CallOptions } from '../connection/database.ts';
import { explainQuery, hasExtension } from '../explain/explain-query.ts';
import { parseStatement } from '../gate/parse.ts';
import type { Source } from '../sources/sources.ts';
import { candidates } from './candidates.ts';

export type Advice = {
  index: string;
  query: string;
  /** Whether the planner was asked, or a rule of thumb speaks. */
  verified: boolean;
  costBefore?: number;
  costAfter?: number;
};

export interface Advised {
  advice: Advice[];
  notExamined: { query: string; why: string }[];
}

/** An index is worth its upkeep when it takes at least this part of the cost away. */
const WORTHWHILE = 0.2;

/** Indexes that would make statements cheaper, tried in the planner where hypopg is there. */
export async function adviseIndexes(
  source: Source,
  queries: readonly string[],
  options: CallOptions,
  progress: (done: number, total: number) => void,
): Promise<Advised> {
  const verified = await hasExtension(source, 'hypopg', options);
  const advised: Advised = { advice: [], notExamined: [] };
  for (const [at, query] of queries.entries()) {
    progress(at, queries.length);
    if (query === NOT_SHOWN) {
      advised.notExamined.push({ query, why: 'The settings close what it reads.' });
      continue;
    }
    try {
      advised.advice.push(...(await adviseOne(source, query, verified, options)));
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof ToolError)) throw error;
      advised.notExamined.push({ query: query.slice(0, 200), why: error.message });
    }
  }
  return advised;
}

async function adviseOne(
  source: Source,
  query: string,
  verified: boolean,
  options: CallOptions,
): Promise<Advice[]> {
  const statement = await parseStatement(query);
  const found: Advice[] = [];
  const tried = await candidates(source, statement, options);
  if (tried.length === 0) await demandNamed(source, query, options);
  for (const index of tried) {
    if (!verified) {
      found.push({ index, query: query.slice(0, 200), verified: false });
      continue;
    }
    const {
      totalCost,
      costWithout = 0,
      usedIndexes = [],
    } = await explainQuery(
      source,
      { sql: query, params: [], analyze: false, hypotheticalIndexes: [index] },
      options,
    );
    const others = found.filter((one) => tableOf(one.index) === tableOf(index));
    // A wider one is to be better than the narrower ones before it, too.
    const best = Math.min(costWithout, ...others.map(({ costAfter = costWithout }) => costAfter));
    if (usedIndexes.length === 0 || totalCost > best * (1 - WORTHWHILE)) continue;
    found.push({
      index,
      query: query.slice(0, 200),
      verified: true,
      costBefore: costWithout,
      costAfter: totalCost,
    });
  }
  return found;
}

/** Where there is nothing to try it may be that there is nothing of that name. */
async function demandNamed(source: Source, query: string, options: CallOptions): Promise<void> {
  try {
    await explainQuery(source, { sql: query, params: [], analyze: false, hypotheticalIndexes: [] }, options);
  } catch (error) {
    options.signal.throwIfAborted();
    // What else stands in the way of a plan is no reason for an index.
    if (!(error instanceof ToolError) || error.code === 'not_found') throw error;
  }
}

const tableOf = (index: string) => index.slice(0, index.lastIndexOf(' ('));
