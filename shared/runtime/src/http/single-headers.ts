/** Of these Node keeps the first and drops the others, while a proxy in front may have looked at the last. */
const single: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type']);

/**
 * The name of a header that a request has twice and may have once; undefined when there is none.
 *
 * @param raw names and values by turns, as they came
 * @param more a further header that may come once, in lower case
 */
export function repeatedHeader(raw: readonly string[], more?: string): string | undefined {
  const seen = new Set<string>();
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]?.toLowerCase() ?? '';
    if (!single.has(name) && name !== more) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
