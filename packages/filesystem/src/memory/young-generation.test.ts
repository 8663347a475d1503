import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const grown = new URL('young-generation.ts', import.meta.url);

/** What a process of its own says: the young generation, MB, after work whose values outlive collections. */
function youngMb(begin: string): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { keepYoungGeneration } from ${JSON.stringify(grown.href)};
    const young = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1e6;
    const work = () => {
      let most = 0;
      for (let round = 0; round < 20; round += 1) {
        const kept = Array.from({ length: 50_000 }, (_, index) => ({ name: 'entry-' + index }));
        if (kept.length > 0) most = Math.max(most, young());
      }
      return most;
    };
    ${begin}
  `;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  );
}

it('grows with what is held, and not where it is kept', () => {
  const free = youngMb('console.log(work());');
  const kept = youngMb('keepYoungGeneration(); console.log(work());');
  expect(free).toBeGreaterThan(16);
  expect(kept).toBeLessThan(16);
});

it('grows again when nothing has asked for it for a while, and never keeps a process alive', () => {
  const later = youngMb(`
    keepYoungGeneration();
    keepYoungGeneration();
    let most = 0;
    for (const until = Date.now() + 30_000; most <= 16 && Date.now() < until; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      most = work();
    }
    keepYoungGeneration();
    console.log(most);
  `);
  expect(later).toBeGreaterThan(16);
});
