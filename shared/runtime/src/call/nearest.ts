/**
 * The known word closest to a mistyped one, or undefined when none is close.
 * Close is an edit distance of at most two fifths of the longer word (at least 1).
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = fold(word.slice(0, 64));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(wanted, fold(name));
    if (distance <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) * 0.4))) {
      if (best === undefined || distance < best.distance) best = { name, distance };
    }
  }
  return best?.name;
}

const fold = (word: string) => word.toLowerCase().replaceAll(/[-_]/g, '');

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
