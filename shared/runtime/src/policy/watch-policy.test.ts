import { spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import type { PolicySubject } from './types.ts';
import { type WatchedPolicy, watchPolicy } from './watch-policy.ts';

const opened: WatchedPolicy[] = [];
afterEach(() => {
  for (const policy of opened.splice(0)) policy.close();
});

const allows = (effect: string) => `version: 1\nroles: { r: { rules: [{ effects: [${effect}] }] } }\n`;
const caller = { id: 'c', kind: 'api_key', roles: ['r'], scopes: [] } as const;
const write: PolicySubject = { server: 's', name: 'w', toolset: 't', effect: 'write' };

async function watched(prepare: (folder: string) => Promise<string>) {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-policy-'));
  const file = await prepare(folder);
  const lines: string[] = [];
  const log = createLogger('info', (line) => lines.push(JSON.parse(line).message));
  const onChange = vi.fn();
  const policy = await watchPolicy(file, { log, onChange, intervalMs: 20 });
  opened.push(policy);
  return { folder, file, policy, lines, onChange, writable: () => policy.visible(caller, write).allowed };
}

const plain = async (folder: string) => {
  await writeFile(join(folder, 'policy.yaml'), allows('read'));
  return join(folder, 'policy.yaml');
};
const within = { interval: 10 };

test('a changed file comes into force without a restart, also by rename', async () => {
  const { folder, file, onChange, writable } = await watched(plain);
  expect(writable()).toBe(false);
  await writeFile(file, allows('write'));
  await expect.poll(() => writable(), within).toBe(true);
  expect(onChange).toHaveBeenCalled();
  await writeFile(join(folder, 'next.yaml'), allows('read'));
  await rename(join(folder, 'next.yaml'), file);
  await expect.poll(() => writable(), within).toBe(false);
});

test('a bad or missing file leaves the last good one in force, and says so', async () => {
  const { file, policy, lines, writable } = await watched(plain);
  await writeFile(file, allows('write'));
  await expect.poll(() => writable(), within).toBe(true);
  await writeFile(file, 'version: 1\nroles: [');
  await expect.poll(() => policy.status().ok, within).toBe(false);
  expect(policy.status().detail).toContain('is not valid YAML or JSON');
  await rm(file);
  await expect.poll(() => policy.status().detail, within).toContain('there is no such file');
  expect(writable()).toBe(true);
  expect(lines).toContain('The policy file cannot be used; the last good one stays in force.');
  await writeFile(file, allows('read'));
  await expect.poll(() => writable(), within).toBe(false);
  expect(policy.status().ok).toBe(true);
});

test('a link that is swapped to another file, as Kubernetes does, is followed', async () => {
  const { folder, writable } = await watched(async (place) => {
    await writeFile(join(place, 'one'), allows('read'));
    await writeFile(join(place, 'two'), allows('write'));
    await symlink('one', join(place, 'policy.yaml'));
    return join(place, 'policy.yaml');
  });
  expect(writable()).toBe(false);
  await symlink('two', join(folder, 'swap'));
  await rename(join(folder, 'swap'), join(folder, 'policy.yaml'));
  await expect.poll(() => writable(), within).toBe(true);
});

test('a pipe, or too large a file, in its place keeps the last good one, and the next good one is read', async () => {
  const { file, policy, writable } = await watched(plain);
  await rm(file);
  expect(spawnSync('mkfifo', [file]).status).toBe(0);
  await expect.poll(() => policy.status().detail, within).toContain('not a file');
  await rm(file);
  await writeFile(file, `${allows('write')}\n#${'x'.repeat(1024 * 1024)}`);
  await expect.poll(() => policy.status().detail, within).toContain('over 1048576 bytes');
  expect(writable()).toBe(false);
  await writeFile(file, allows('write'));
  await expect.poll(() => writable(), within).toBe(true);
});

test('a file that is bad at the start is refused', async () => {
  await expect(watched(async (folder) => join(folder, 'none.yaml'))).rejects.toThrow(
    'none.yaml: there is no such file.',
  );
});

test('a bad file that changes while the start reads it is refused, and nothing is said of a good one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-policy-'));
  const file = join(folder, 'policy.yaml');
  const lines: string[] = [];
  // A pipe is read for as long as somebody holds it open.
  expect(spawnSync('mkfifo', [file]).status).toBe(0);
  const start = watchPolicy(file, { log: createLogger('info', (line) => lines.push(line)), intervalMs: 5 });
  const refused = expect(start).rejects.toThrow('is not valid YAML or JSON');
  const writer = await open(file, 'w');
  await utimes(file, 1, 1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await writer.write('version: [');
  await writer.close();
  await refused;
  // Nobody reads it again.
  await expect(open(file, constants.O_WRONLY | constants.O_NONBLOCK)).rejects.toThrow('ENXIO');
  expect(lines).toEqual([]);
});
