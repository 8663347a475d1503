import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startSlack } from '../test-support.ts';

it('keeps names in a folder for the next start, readable by the owner only, and outlives a broken file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-slack-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { double, connect } = await startSlack();
  const argv = ['--cache-folder', join(folder, 'names')];
  const listed = () => double.calls.filter(({ method }) => method === 'users.list').length;
  const first = await connect({ argv });
  await first.ok('list_channel_members', { channel: 'C0GENERAL1' });
  const files = await vi.waitFor(async () => {
    const found = await readdir(join(folder, 'names'));
    expect(found).toEqual([expect.stringMatching(/^names-[0-9a-f]{16}\.json$/)]);
    return found;
  }, 60_000);
  const file = join(folder, 'names', files[0] ?? '');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('["U0ADA00001","ada"]');
  expect(listed()).toBe(1);

  const second = await connect({ argv });
  const answer = await second.ok('list_channel_members', { channel: 'C0GENERAL1' });
  expect(answer.members).toMatchObject([{ name: 'ada' }, { name: 'ben' }, { name: 'portolan' }]);
  expect(listed()).toBe(1);

  await writeFile(file, '{"names":');
  const third = await connect({ argv });
  await third.ok('list_channel_members', { channel: 'C0GENERAL1' });
  expect(listed()).toBe(2);
});
