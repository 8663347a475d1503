import { appendFileSync, chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitEnvironment } from '../running/environment.ts';
import { connectGit, runPlainGit } from '../test-support.ts';
import { neutralise } from './read-settings.ts';

/** A repository, a program that leaves a trace, and a way to write configuration as bytes. */
async function trapped() {
  const box = await connectGit();
  const script = join(box.base, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\ntouch ${box.canary}\ncat\n`);
  chmodSync(script, 0o755);
  const configure = (...parts: readonly (string | Buffer)[]) =>
    appendFileSync(join(box.repo, '.git/config'), Buffer.concat(parts.map((part) => Buffer.from(part))));
  const filter = `\tclean = ${script}\n\tsmudge = ${script}\n\tprocess = ${script}\n`;
  const ran = () => existsSync(box.canary);
  /** That git itself falls into the trap, so that a test which sees nothing run says something. */
  const expectRealTrap = () => {
    expect(ran()).toBe(false);
    box.put('a.txt', 'three\n');
    runPlainGit(box.repo, ['add', 'a.txt']);
    expect(ran()).toBe(true);
  };
  return { ...box, script, configure, filter, ran, expectRealTrap };
}

const names = [
  ['that is empty', Buffer.from('')],
  ['that is not UTF-8', Buffer.from([0x78, 0xff])],
] as const;

describe.each(names)('a driver with a name %s runs in no call', (_what, name) => {
  const attribute = (kind: string) => Buffer.concat([Buffer.from(`* ${kind}=`), name, Buffer.from('\n')]);

  it('as a filter', async () => {
    const box = await trapped();
    box.commit('one', { 'a.txt': 'one\n', '.gitattributes': attribute('filter') });
    box.configure('[filter "', name, `"]\n${box.filter}`);
    box.put('a.txt', 'two\n');
    for (const tool of ['status', 'diff', 'stash']) await box.call(tool);
    box.expectRealTrap();
  });

  it('as a merge driver', async () => {
    const box = await trapped();
    box.commit('zero', { '.gitattributes': attribute('merge') });
    box.diverge();
    box.configure('[merge "', name, `"]\n\tdriver = ${box.script}\n`);
    await box.call('detect_conflicts', { head: 'side' });
    await box.call('merge', { revision: 'side' });
    expect(box.ran()).toBe(false);
  });

  it('as a diff driver', async () => {
    const box = await trapped();
    box.commit('one', { 'a.txt': 'one\n', '.gitattributes': attribute('diff') });
    box.configure('[diff "', name, `"]\n\ttextconv = ${box.script}\n\tcommand = ${box.script}\n`);
    box.put('a.txt', 'two\n');
    await box.call('diff');
    await box.call('blame', { path: 'a.txt' });
    await box.call('search', { pattern: 'one', in: 'changes' });
    expect(box.ran()).toBe(false);
  });
});

describe('a file that is included later configures nothing that runs', () => {
  it.each(['onbranch:side', 'onbranch:si*'])('on another branch (%s)', async (condition) => {
    const box = await trapped();
    box.commit('one', { 'a.txt': 'one\n', '.gitattributes': '* filter=evil\n' });
    box.put('.git/evil.cfg', `[filter "evil"]\n${box.filter}`);
    box.put('.git/first.cfg', '[include]\n\tpath = evil.cfg\n');
    box.configure(`[includeIf "${condition}"]\n\tpath = first.cfg\n`);
    await box.ok('status');
    box.git('branch', 'side');
    await box.ok('checkout', { branch_name: 'side' });
    box.put('a.txt', 'two\n');
    await box.ok('status');
    await box.ok('diff');
    box.expectRealTrap();
  });

  it('in the new work tree of that branch', async () => {
    const box = await trapped();
    box.commit('one', { 'a.txt': 'one\n', '.gitattributes': '* filter=evil\n' });
    box.put('.git/evil.cfg', `[filter "evil"]\n${box.filter}`);
    box.configure('[includeIf "onbranch:side"]\n\tpath = evil.cfg\n');
    await box.ok('worktree', { worktree_path: 'tree', branch_name: 'side' });
    expect(box.ran()).toBe(false);
  });

  it('when it is written', async () => {
    const box = await trapped();
    box.commit('one', { 'a.txt': 'one\n', '.gitattributes': '* filter=evil\n' });
    box.configure('[include]\n\tpath = ../team.cfg\n');
    await box.ok('status');
    box.put('team.cfg', `[filter "evil"]\n${box.filter}`);
    box.put('a.txt', 'two\n');
    await box.ok('status');
    await box.ok('diff');
    expect(box.ran()).toBe(false);
  });

  it('when a link outside takes its name', async () => {
    const box = await trapped();
    box.commit('one', { 'a.txt': 'one\n' });
    box.configure('[include]\n\tpath = ../team.cfg\n');
    await box.ok('status');
    writeFileSync(join(box.outside, 'team.cfg'), '[user]\n\tname = Mallory\n');
    symlinkSync(join(box.outside, 'team.cfg'), join(box.repo, 'team.cfg'));
    expect((await box.call('status')).error?.code).toBe('outside_roots');
  });

  it.each(['~daemon/evil.cfg', '/etc/hostname'])('%s, on another branch', async (path) => {
    const box = await trapped();
    box.commit('one', { 'a.txt': 'one\n' });
    box.configure(`[includeIf "onbranch:side"]\n\tpath = ${path}\n`);
    expect((await box.call('status')).error?.code).toBe('outside_roots');
  });
});

it('no hook that the configuration names runs, unless the operator allows hooks', () => {
  const values = new Map([
    ['hook.lint.event', 'post-checkout'],
    ['hook.lint.command', 'touch canary'],
  ]);
  const settings = { values, dormant: new Set(['hook.later.command']) };
  const told = neutralise(settings, { allowHooks: false });
  for (const name of ['lint', 'later']) {
    expect(told).toContainEqual([`hook.${name}.command`, 'true']);
    expect(told).toContainEqual([`hook.${name}.enabled`, 'false']);
  }
  expect(neutralise(settings, { allowHooks: true })).toEqual([]);
  // A git that knows them (2.54 and later) runs none; an older one never did.
  expect(gitEnvironment({ allowHooks: false, trustOwners: false }, told)).toMatchObject({
    GIT_CONFIG_COUNT: expect.any(String),
  });
});

it('a hook of the configuration does not run when a branch is checked out', async () => {
  const box = await trapped();
  box.commit('one', { 'a.txt': 'one\n' });
  box.git('branch', 'side');
  box.configure(
    ...['post-checkout', 'pre-commit', 'reference-transaction', 'post-index-change'].map(
      (event, index) => `[hook "h${index}"]\n\tevent = ${event}\n\tcommand = ${box.script}\n`,
    ),
  );
  await box.ok('status');
  await box.ok('checkout', { branch_name: 'side' });
  await box.ok('worktree', { worktree_path: 'tree', branch_name: 'other' });
  expect(box.ran()).toBe(false);
});
