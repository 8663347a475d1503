import type { CallOptions } from '../connection/database.ts';
import type { CatalogLook } from './catalog-look.ts';
import { isFollowed, namesInside } from './inside.ts';
import { type FoundFunction, foundFunctions, foundRelations, type Named } from './lookup.ts';
import type { Name } from './names.ts';
import { type Rules, readingBehind } from './reading-behind.ts';
import { refuseFunction } from './refuse-found.ts';

const nothing: Named = {
  called: [],
  relations: [],
  attributes: [],
  operators: [],
  types: [],
  symbols: [],
  casts: false,
  unites: false,
};

/**
 * Looks at the functions that these call, at those that views they read call, and so on.
 *
 * @throws ToolError `forbidden` for one that may not be called
 */
export async function followFunctions(
  outer: readonly FoundFunction[],
  look: CatalogLook,
  rules: Rules,
  asked: CallOptions,
): Promise<void> {
  const seen = new Set<string>();
  const unseen = (names: readonly Name[], kind: 'call' | 'relation') =>
    names.filter((name) => {
      const key = JSON.stringify([kind, name]);
      return !seen.has(key) && seen.add(key);
    });
  let functions = outer;
  let read: readonly Name[] = [];
  for (;;) {
    const inside = namesInside(
      functions.filter((one) => isFollowed(one, rules.allowed)).map(({ body }) => body),
    );
    const called = unseen(inside.called, 'call');
    const relations = unseen([...inside.relations, ...read], 'relation');
    if (called.length + relations.length === 0) return;
    const found = await look({ ...nothing, called, relations }, asked);
    const views = foundRelations(found.relations);
    const behind = await Promise.all(views.map((view) => readingBehind(view, 'read', rules, 0, asked)));
    const named = behind.flatMap((reading) => reading?.named ?? []);
    const ofViews = await look({ ...nothing, called: named.flatMap((names) => names.called) }, asked);
    functions = [...foundFunctions(found.functions), ...foundFunctions(ofViews.functions)].map((one) => ({
      ...one,
      by: 'inside',
    }));
    for (const one of functions) refuseFunction(one, rules.allowed);
    read = named.flatMap((names) => names.relations);
  }
}
