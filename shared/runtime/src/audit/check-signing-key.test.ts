import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startProcess } from '../../../testing/src/index.ts';
import { notesFolder } from '../../test/support/notes.ts';

const rsa = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const publicHalf = () => generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });

test.each([
  ['text', (file: string) => writeFileSync(file, 'no key'), 'must hold an Ed25519 private key as PEM'],
  [
    'a key of another kind',
    (file: string) => writeFileSync(file, rsa()),
    'must hold an Ed25519 private key as PEM',
  ],
  [
    'a public key',
    (file: string) => writeFileSync(file, publicHalf()),
    'must hold an Ed25519 private key as PEM',
  ],
  ['a folder', (file: string) => mkdirSync(file), 'cannot be read (EISDIR)'],
  ['a pipe', (file: string) => execFileSync('mkfifo', [file]), 'a pipe gives its key once'],
])('%s for --audit-key ends the start', async (_what, make, told) => {
  await using folder = await notesFolder();
  const file = `${folder.path}/key.pem`;
  make(file);
  await using started = startProcess(folder.command('--audit-key', file));
  expect((await started.ended).code).toBe(2);
  expect(started.stderr()).toContain(`--audit-key ${file}: `);
  expect(started.stderr()).toContain(told);
});
