import { keyOf, type Link, type Part, rankOf } from './part.ts';

/** The parts of a schema with what each needs, by their keys. */
export interface Graph {
  readonly parts: ReadonlyMap<string, Part>;
  readonly links: readonly (Link & { readonly key: string; readonly needsKey: string })[];
}

export function graphOf(parts: readonly Part[], links: readonly Link[]): Graph {
  const keys = new Map(parts.map((part) => [part.id, keyOf(part)]));
  return {
    parts: new Map(parts.map((part) => [keyOf(part), part])),
    links: links.flatMap((link) => {
      const [key, needsKey] = [keys.get(link.id), keys.get(link.needs)];
      return key === undefined || needsKey === undefined ? [] : [{ ...link, key, needsKey }];
    }),
  };
}

/** Keys in an order in which what each needs comes before it; kinds and names decide the rest. */
export function inOrder({ parts, links }: Graph): string[] {
  const needs = Map.groupBy(links, ({ key }) => key);
  const sorted = [...parts.values()].toSorted(byRank);
  const done = new Set<string>();
  const visit = (key: string) => {
    const part = parts.get(key);
    if (part === undefined || done.has(key)) return;
    // A circle is cut where it is met again.
    done.add(key);
    if (part.on != null) visit(part.on);
    const before = (needs.get(key) ?? []).flatMap(({ needsKey }) => parts.get(needsKey) ?? []);
    for (const one of before.toSorted(byRank)) visit(keyOf(one));
    ordered.push(key);
  };
  const ordered: string[] = [];
  for (const part of sorted) visit(keyOf(part));
  return ordered;
}

const byRank = (a: Part, b: Part) =>
  rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
