import { fail } from '@portolan/runtime';
import type { Source } from '../sources/sources.ts';
import { allows, type Mode } from '../sources/types.ts';

/** @throws ToolError `forbidden` when the source's mode does not include what is needed */
export function demandMode({ settings: { alias, mode } }: Source, needed: Mode): void {
  if (allows(mode, needed)) return;
  fail('forbidden', `The source "${alias}" is in mode ${mode}; this needs ${needed}.`, {
    next: `Use another source, or ask the operator to give this one the mode ${needed}.`,
  });
}
