import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../testing/src/services/free-port.ts';
import notes from '../../test/support/notes-server.ts';
import { doctor } from './doctor.ts';

describe('doctor', () => {
  let folder = '';
  const output: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => output.push(String(chunk)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    output.length = 0;
    rmSync(folder, { recursive: true });
  });

  it('finds a server well that would start', async () => {
    expect(await doctor(notes, ['--audit', join(folder, 'audit.jsonl')])).toBe(0);
    expect(output.join('')).toMatch(/^ok +audit /m);
    expect(output.join('')).toMatch(/^ok +policy +no policy file/m);
  });

  it('finds an audit log whose collector is not there', async () => {
    const port = await freePort();
    expect(await doctor(notes, ['--audit', `otlp+http://127.0.0.1:${port}`])).toBe(1);
    expect(output.join('')).toMatch(/^FAIL +audit .*ECONNREFUSED/m);
  });

  it.each([
    ['an address that others reach', ['--host', '0.0.0.0'], '--host 0.0.0.0'],
    ['an issuer without an audience', ['--auth-issuer', 'https://example.com'], '--auth-audience'],
    ['scopes without tokens that have them', ['--auth-scopes'], '--auth-scopes needs --auth-issuer'],
    ['keys that are not there', ['--api-keys', '/surely/not/there'], '--api-keys /surely/not/there'],
  ])('refuses %s, as a start with --http does', async (_what, words, named) => {
    await expect(doctor(notes, ['--http', '--audit', 'off', ...words])).rejects.toThrow(named);
  });

  it.each([
    [[], 0, /^ok +tools +(\d+) of \1 tools are offered\.$/m],
    [
      ['--exclude-tools', 'raed_note'],
      0,
      /^ok +tools +\d+ of \d+ .* No tool fits "raed_note" of --exclude-tools\. Did you mean read_note\?$/m,
    ],
    [
      ['--tools', 'nothing*'],
      1,
      /^FAIL +tools +0 of \d+ .* look at --toolsets, --tools.* No tool fits "nothing\*" of --tools\.$/m,
    ],
    [['--http', '--tools', 'nothing*'], 1, /^FAIL +tools +0 of/m],
  ])('counts the tools that %j leaves', async (flags, code, said) => {
    expect(await doctor(notes, ['--audit', 'off', ...flags])).toBe(code);
    expect(output.join('')).toMatch(said);
  });

  it('counts what a policy leaves to the user of stdio, and not to the callers over HTTP', async () => {
    const policy = join(folder, 'policy.yaml');
    writeFileSync(policy, 'version: 1\nroles: {}\nassign: []\n');
    expect(await doctor(notes, ['--audit', 'off', '--policy', policy])).toBe(1);
    expect(output.join('')).toMatch(/^FAIL +tools +0 of/m);
    expect(await doctor(notes, ['--audit', 'off', '--policy', policy, '--http'])).toBe(0);
  });

  it('refuses keys without --http, as a start does', async () => {
    await expect(doctor(notes, ['--audit', 'off', '--api-keys', 'keys.yaml'])).rejects.toThrow(
      '--api-keys keys.yaml needs --http',
    );
  });

  it('tells of the keys', async () => {
    const keys = join(folder, 'keys.yaml');
    const sha256 = createHash('sha256').update('a key').digest('hex');
    writeFileSync(keys, `keys:\n  - id: ada\n    sha256: ${sha256}\n`);
    const words = ['--http', '--host', '0.0.0.0', '--api-keys', keys, '--audit', 'off'];
    expect(await doctor(notes, words)).toBe(0);
    expect(output.join('')).toMatch(/^ok +.*key/im);
  });
});
