import { fail } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import { isRefused } from './functions.ts';
import type { FoundRelation } from './lookup.ts';
import type { Mask } from './mask.ts';
import { refuseRenamed } from './masked-forms.ts';
import { parseStatement } from './parse.ts';
import { type Reading, readingOf } from './reading.ts';

/** Views on views that are followed. */
const MAX_DEPTH = 8;

/** What the operator allows and hides, as names. */
export interface Rules {
  readonly allowed: ReadonlySet<string>;
  readonly mask: Mask;
}

/**
 * The statement behind a view as far as it has to be looked at; undefined where nothing of it matters.
 *
 * @throws ToolError `forbidden` for what it may not call, and under too many others
 */
export async function readingBehind(
  { schema, name, definition, stored }: FoundRelation,
  ends: Reading['ends'],
  { allowed, mask }: Rules,
  depth: number,
  options: CallOptions,
): Promise<Reading | undefined> {
  const isRun = ends !== 'write' && !stored;
  if (definition === undefined || (!isRun && !mask.hides)) return undefined;
  const shown = `${schema}.${name}`;
  if (depth >= MAX_DEPTH) {
    fail('forbidden', `The view ${shown} lies under ${MAX_DEPTH} others, deeper than views are followed.`, {
      next: 'Read it or the tables behind it directly.',
    });
  }
  const behind = await parseStatement(definition);
  await mask.guard(behind, options, () => refuseRenamed(behind, shown, mask.names()));
  const reading = readingOf(behind, isRun ? ends : 'write');
  const bad = isRun ? reading.called.find((called) => isRefused(called) && !allowed.has(called)) : undefined;
  if (bad !== undefined) {
    fail('forbidden', `The view ${shown} calls ${bad}, which may not be called.`, {
      next: 'Read the tables behind the view instead.',
    });
  }
  return reading;
}
