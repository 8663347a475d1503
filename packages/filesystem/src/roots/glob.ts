const special = /[.+^$()|\\/]/;

/**
 * A glob as regular-expression source: `*` and `?` stay within a segment, `**` crosses them, `[a-z]` and
 * `{a,b}` as usual. For the operator's own patterns only: callers' patterns go through a matcher that
 * bounds its work.
 */
export function globSource(glob: string): string {
  let source = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] ?? '';
    const [piece, next] = translate(glob, at, depth);
    if (character === '{') depth++;
    if (character === '}' && depth > 0) depth--;
    source += piece;
    at = next;
  }
  return depth === 0 ? source : globSource(glob.replaceAll('{', '[{]').replaceAll('}', '[}]'));
}

function translate(glob: string, at: number, depth: number): readonly [string, number] {
  const character = glob[at] ?? '';
  if (glob.startsWith('**/', at)) return ['(?:[^/]+/)*', at + 2];
  if (glob.startsWith('**', at)) return ['.*', at + 1];
  if (character === '*') return ['[^/]*', at];
  if (character === '?') return ['[^/]', at];
  if (character === '{') return ['(?:', at];
  if (character === '}') return [depth > 0 ? ')' : '\\}', at];
  if (character === ',' && depth > 0) return ['|', at];
  if (character === '[') return bracket(glob, at);
  if (character === ']') return ['\\]', at];
  return [special.test(character) ? `\\${character}` : character, at];
}

function bracket(glob: string, at: number): readonly [string, number] {
  const close = glob.indexOf(']', at + 2);
  if (close === -1) return ['\\[', at];
  const negated = /[!^]/.test(glob[at + 1] ?? '');
  const body = glob.slice(at + (negated ? 2 : 1), close).replaceAll(/[\\[\]^/]/g, '\\$&');
  return [`[${negated ? '^/' : ''}${body}]`, close];
}
