import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the original archives of Debian source packages are kept; tests read them from there. */
const FOLDER = join(import.meta.dirname, '..', '.cache', 'debian-sources');

/** Whether the archive of a source package is there already. */
export const hasDebianSource = (name: string): boolean =>
  existsSync(FOLDER) && archiveOf(name, FOLDER) !== undefined;

/**
 * Fetches the original archive of a Debian source package with apt, which verifies it. Lists of sources are made
 * for this alone and thrown away, so the settings of the machine stay as they are; no rights are needed.
 *
 * @returns what went wrong, as a sentence with the way out; undefined when it is there
 */
export function fetchDebianSource(name: string): string | undefined {
  mkdirSync(FOLDER, { recursive: true });
  const work = mkdtempSync(join(FOLDER, 'fetch-'));
  try {
    const mirror = debianMirror();
    if (mirror === undefined) return wayOut(name, 'no Debian mirror is set up here');
    mkdirSync(join(work, 'lists', 'partial'), { recursive: true });
    writeFileSync(join(work, 'sources.list'), `deb-src ${mirror} main\n`);
    writeFileSync(join(work, 'apt.conf'), settings(work));
    const env = { ...process.env, APT_CONFIG: join(work, 'apt.conf') };
    for (const args of [
      ['-q', 'update'],
      ['-q', 'source', '--download-only', '--tar-only', name],
    ]) {
      const { status } = spawnSync('apt-get', args, {
        cwd: work,
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      if (status !== 0) return wayOut(name, `apt-get ${args.join(' ')} failed with ${status}`);
    }
    const archive = archiveOf(name, work);
    if (archive === undefined) return wayOut(name, 'apt-get fetched no archive of it');
    renameSync(join(work, archive), join(FOLDER, archive));
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const archiveOf = (name: string, folder: string) =>
  readdirSync(folder).find((file) => file.startsWith(`${name}_`) && /\.orig\.tar\.\w+$/.test(file));

const wayOut = (name: string, why: string) =>
  `The original archive of the Debian source package ${name} could not be fetched: ${why}.\nPut it into ${FOLDER} and run again.\n`;

/** The mirror and the release that this machine installs from, such as `http://deb.debian.org/debian/ bookworm`. */
function debianMirror(): string | undefined {
  const filters = ['Identifier: Packages', 'Label: Debian', 'Component: main'];
  const { stdout } = spawnSync(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI) $(CODENAME)', ...filters],
    {
      encoding: 'utf8',
    },
  );
  // A release without a suffix: what comes as an update or a backport is beside it.
  return stdout?.split('\n').find((line) => /^\S+ [a-z]+$/.test(line));
}

const settings = (work: string) => `
Dir::Etc::SourceList "${work}/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::lists "${work}/lists";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root";
`;
