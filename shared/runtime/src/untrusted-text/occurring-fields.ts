/**
 * Those of the fields that an answer has, at any depth, in the order they are named: an answer that names
 * fields it does not have only costs its reader.
 */
export function occurringFields(names: readonly string[], answer: unknown): string[] {
  const found = new Set<string>();
  collect(answer, new Set(names), found);
  return names.filter((name) => found.has(name));
}

function collect(value: unknown, wanted: ReadonlySet<string>, found: Set<string>): void {
  if (typeof value !== 'object' || value === null || found.size === wanted.size) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, wanted, found);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (wanted.has(key)) found.add(key);
    collect(member, wanted, found);
  }
}
