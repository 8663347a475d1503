import { appendFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

/** A repository with a bare remote on this machine, and a program that leaves a trace and waits for nothing. */
async function withRemote() {
  const folders = ({ base }: { readonly base: string }) => {
    mkdirSync(join(base, 'in'));
    return [join(base, 'in')];
  };
  const box = await connectGit({ argv: ['--remote-protocols', 'file'], folders });
  const inside = join(box.base, 'in');
  const remote = join(inside, 'remote.git');
  box.commit('one', { 'a.txt': 'one\n' });
  runPlainGit(inside, ['clone', '-q', box.repo, 'work']);
  runPlainGit(inside, ['clone', '-q', '--bare', box.repo, remote]);
  const repo_path = join(inside, 'work');
  runPlainGit(repo_path, ['remote', 'set-url', 'origin', remote]);
  const script = join(box.base, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\ntouch ${box.canary}\n`, { mode: 0o755 });
  const next = () => runPlainGit(repo_path, ['commit', '-q', '--allow-empty', '-m', 'next']);
  return { ...box, inside, remote, repo_path, script, next };
}

it('runs nothing that a remote on this machine configures for those that borrow from others', async () => {
  const box = await withRemote();
  const lender = join(box.inside, 'lender.git');
  runPlainGit(box.inside, ['clone', '-q', '--bare', box.repo, lender]);
  writeFileSync(join(box.remote, 'objects/info/alternates'), `${lender}/objects\n`);
  appendFileSync(join(box.remote, 'config'), `[core]\n\talternateRefsCommand = ${box.script}\n`);
  box.next();
  await box.ok('push', { repo_path: box.repo_path });
  expect(existsSync(box.canary)).toBe(false);
  // The trap is real.
  box.next();
  runPlainGit(box.repo_path, ['push', '-q', 'origin', 'main']);
  expect(existsSync(box.canary)).toBe(true);
});

it.each(['config', 'config.worktree'])('pushes to no remote that names hooks in its %s', async (file) => {
  const box = await withRemote();
  if (file !== 'config') runPlainGit(box.remote, ['config', 'extensions.worktreeConfig', 'true']);
  const events = ['pre-receive', 'update', 'reference-transaction'];
  for (const event of events)
    appendFileSync(
      join(box.remote, file),
      `[hook "x-${event}"]\n\tevent = ${event}\n\tcommand = ${box.script}\n`,
    );
  box.next();
  expect(await box.refused('push', { repo_path: box.repo_path })).toBe('unsupported');
  expect(existsSync(box.canary)).toBe(false);
});

it.each(['a .git file', 'an object store it borrows from', 'a folder of objects'])(
  'brings nothing from outside through a remote that has it from there: %s',
  async (how) => {
    const box = await withRemote();
    const outside = join(box.repo, '.git');
    const remote = join(box.inside, 'trap');
    if (how === 'a .git file') {
      mkdirSync(remote);
      writeFileSync(join(remote, '.git'), `gitdir: ${outside}\n`);
    } else {
      runPlainGit(box.inside, ['init', '-q', '--bare', '-b', 'main', remote]);
      writeFileSync(join(remote, 'refs/heads/main'), `${box.git('rev-parse', 'HEAD')}\n`);
      if (how === 'a folder of objects') {
        const id = box.git('rev-parse', 'HEAD');
        symlinkSync(join(outside, 'objects', id.slice(0, 2)), join(remote, 'objects', id.slice(0, 2)));
      } else writeFileSync(join(remote, 'objects/info/alternates'), `${outside}/objects\n`);
    }
    expect(await box.refused('clone', { url: remote, path: 'copy' })).toBe('outside_roots');
    runPlainGit(box.repo_path, ['remote', 'set-url', 'origin', remote]);
    for (const tool of ['fetch', 'pull', 'push'])
      expect(await box.refused(tool, { repo_path: box.repo_path })).toBe('outside_roots');
  },
);
