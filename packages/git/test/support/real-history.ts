import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment, runPlainGit } from '../../src/test-support.ts';

/** Where `scripts/prepare-machine.ts` puts the archives of Debian source packages. */
const ARCHIVES = join(import.meta.dirname, '../../../../.cache/debian-sources');

/**
 * Makes a repository of TrouSerS, from 2004 to 2020. Its release archive, which Debian has as it is, holds the
 * `.git` folder of who made the release; the objects and the refs are taken from it, not its settings.
 */
export function makeRealHistory(repo: string): string {
  mkdirSync(repo, { recursive: true });
  const git = (...args: readonly string[]) => runPlainGit(repo, args);
  git('init', '-q', '-b', 'master');
  const parts = ['objects', 'refs', 'packed-refs'].map((part) => `*/.git/${part}`);
  const extract = ['-xf', archive('trousers'), '--strip-components=1', '--no-same-owner', '--wildcards'];
  execFileSync('tar', [...extract, ...parts], { cwd: repo, env: plainEnvironment });
  git('reset', '-q', '--hard');
  return repo;
}

function archive(name: string): string {
  const file = readdirSync(ARCHIVES).find((entry) => entry.startsWith(`${name}_`));
  if (file === undefined)
    throw new Error(`${ARCHIVES} has no archive of ${name}: run pnpm test at the root.`);
  return join(ARCHIVES, file);
}
