import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

/** A repository outside the folders served, with one file in it. */
function foreign(outside: string): string {
  const repo = join(outside, 'repo');
  runPlainGit(outside, ['init', '-q', '-b', 'main', repo]);
  writeFileSync(join(repo, 'secret.txt'), 'SECRET\n');
  runPlainGit(repo, ['add', '.']);
  runPlainGit(repo, ['commit', '-q', '-m', 'PRIVATE']);
  return join(repo, '.git');
}

const link = (to: string, at: string) => {
  mkdirSync(dirname(at), { recursive: true });
  rmSync(at, { force: true });
  symlinkSync(to, at);
};

describe('links in the git folder bring nothing from outside', () => {
  it('of a repository there, folder of objects by folder of objects, also after the first look', async () => {
    const box = await connectGit();
    box.commit('one', { 'a.txt': 'one\n' });
    await box.ok('status');
    const git = foreign(box.outside);
    link(join(git, 'refs/heads/main'), join(box.repo, '.git/refs/heads/stolen'));
    for (const name of readdirSync(join(git, 'objects'))) {
      const at = join(box.repo, '.git/objects', name);
      if (!existsSync(at)) symlinkSync(join(git, 'objects', name), at);
    }
    // The trap is real.
    expect(runPlainGit(box.repo, ['show', 'stolen:secret.txt'])).toBe('SECRET');
    const reads = [
      ['read_file', { path: 'secret.txt', revision: 'stolen' }],
      ['log', { revision: 'stolen' }],
    ] as const;
    for (const [tool, args] of reads) expect((await box.call(tool, args)).error?.code).toBe('outside_roots');
  });

  it('of a pack there', async () => {
    const box = await connectGit();
    box.commit('one', { 'a.txt': 'one\n' });
    const git = foreign(box.outside);
    runPlainGit(dirname(git), ['gc', '-q']);
    const packs = join(git, 'objects/pack');
    for (const name of readdirSync(packs)) link(join(packs, name), join(box.repo, '.git/objects/pack', name));
    expect((await box.call('log')).error?.code).toBe('outside_roots');
  });

  it.each(['shallow', 'MERGE_HEAD', 'info/grafts', 'info/exclude', 'info/sparse-checkout', 'commondir'])(
    '%s, of which git would quote a line',
    async (name) => {
      const box = await connectGit();
      box.commit('one', { 'a.txt': 'one\n' });
      writeFileSync(join(box.outside, 'secret'), 'SECRET line\n');
      link(join(box.outside, 'secret'), join(box.repo, '.git', name));
      for (const [tool, args] of [
        ['status', {}],
        ['log', {}],
        ['blame', { path: 'a.txt' }],
      ] as const) {
        const answer = await box.call(tool, args);
        expect(answer.error?.code).toBe('outside_roots');
        expect(JSON.stringify(answer)).not.toContain('SECRET');
      }
    },
  );

  it('the log of a ref', async () => {
    const box = await connectGit();
    box.commit('one', { 'a.txt': 'one\n' });
    const git = foreign(box.outside);
    link(join(git, 'logs/HEAD'), join(box.repo, '.git/logs/refs/heads/main'));
    expect((await box.call('reflog', { ref: 'main' })).error?.code).toBe('outside_roots');
  });

  it('but one that leads nowhere, as editors leave behind, or stays inside, is in nobody’s way', async () => {
    const box = await connectGit();
    box.commit('one', { 'a.txt': 'one\n' });
    link('ada@host.4711', join(box.repo, '.git/.#COMMIT_EDITMSG'));
    link('exclude', join(box.repo, '.git/info/also'));
    await box.ok('status');
    await box.ok('log');
  });
});
