import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { plainEnvironment, runPlainGit } from '../../src/test-support.ts';

/** Installed by `pnpm prepare-machine` with the Debian package golang-github-go-git-go-git-fixtures-dev. */
const FIXTURES = '/usr/share/gocode/src/github.com/go-git/go-git-fixtures/data.go';

/** Real projects, as the package ships them: the pack of all objects, and the commit that was the newest. */
const spinnaker = {
  pack: 'f2e0a8889a746f7600e07d2246a2e29a72f696be',
  head: '06ce06d0fc49646c4de733c45b7788aabad98a6f',
};
const rumprun = {
  pack: '7861f2632868833a35fe5e4ab94f99638ec5129b',
  head: '3b91e44996ea6ae1276bce1cc44f38701c53ee6f',
};

/** 906 commits of spinnaker, 555 of rumprun-xen, and the one that joins them. */
export const REAL_COMMITS = 1_462;

/** A repository with the histories of two real projects, the second joined to the first in a folder of its own. */
export function makeRealHistory(repo: string): string {
  mkdirSync(repo, { recursive: true });
  const git = (...args: readonly string[]) => runPlainGit(repo, args);
  git('init', '-q', '-b', 'main');
  const source = readFileSync(FIXTURES, 'latin1');
  for (const { pack } of [spinnaker, rumprun]) {
    execFileSync('git', ['index-pack', '--stdin'], {
      cwd: repo,
      env: plainEnvironment,
      input: packIn(source, pack),
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  }
  git('read-tree', spinnaker.head);
  git('read-tree', '--prefix=rumprun-xen/', rumprun.head);
  const join = git(
    'commit-tree',
    git('write-tree'),
    '-p',
    spinnaker.head,
    '-p',
    rumprun.head,
    '-m',
    'Join the two',
  );
  git('update-ref', 'refs/heads/main', join);
  git('update-ref', 'refs/heads/spinnaker', spinnaker.head);
  git('reset', '-q', '--hard');
  const objects = git('cat-file', '--batch-all-objects', '--batch-check').split('\n');
  for (const line of objects) {
    const [id = '', type] = line.split(' ');
    const name = type === 'tag' ? /^tag (.+)$/m.exec(git('cat-file', 'tag', id))?.[1] : undefined;
    if (name !== undefined) git('update-ref', `refs/tags/${name}`, id);
  }
  return repo;
}

/** The package is Go source: each file gzipped, in base64. */
function packIn(source: string, pack: string): Buffer {
  const entry = source.indexOf(`"/data/pack-${pack}.pack"`);
  const start = source.indexOf('`', entry) + 1;
  if (entry === -1) throw new Error(`${FIXTURES} has no pack ${pack}.`);
  return gunzipSync(Buffer.from(source.slice(start, source.indexOf('`', start)), 'base64'));
}
