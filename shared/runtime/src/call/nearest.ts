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

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const at = (row: readonly number[], index: number) => row[index] ?? 0;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : Infinity;
      next.push(Math.min(changed, i > 1 && j > 1 ? swapped : Infinity, at(row, j) + 1, at(next, j - 1) + 1));
    }
    [before, row] = [row, next];
  }
  return at(row, b.length);
}
