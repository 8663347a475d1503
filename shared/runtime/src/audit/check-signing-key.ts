import { createPrivateKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { SettingsError } from '../settings/settings-error.ts';
import { errorLabel } from './error-label.ts';

/**
 * Refuses a file for `--audit-key` that cannot sign, so that nobody believes a log to be signed that is not.
 * One that is not there is made later.
 *
 * @throws SettingsError
 */
export function checkSigningKey(file: string): void {
  const pem = read(file);
  if (pem === undefined || isEd25519(pem)) return;
  throw new SettingsError(`--audit-key ${file}: the file must hold an Ed25519 private key as PEM.`);
}

function read(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isFIFO())
    throw new SettingsError(
      `--audit-key ${file}: a pipe gives its key once, and it is read again; name a file.`,
    );
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = errorLabel(error);
    if (reason === 'ENOENT') return undefined;
    throw new SettingsError(`--audit-key ${file}: the file cannot be read (${reason}).`);
  }
}

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    // No key at all: the sentence above says what there must be.
    return false;
  }
}
