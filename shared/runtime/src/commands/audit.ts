import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { VerifyReport } from '../audit/verify/finding.ts';
import type { VerifyOptions } from '../audit/verify/verify.ts';
import { nearest } from '../call/nearest.ts';
import { errorCode } from '../errors/error-code.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { whyUnreadable } from '../settings/why-unreadable.ts';

const usage = 'Usage: audit verify FILE [--public-key FILE]';

/**
 * Checks an audit log; answers 0 when nothing was found, 1 when something was.
 *
 * @throws SettingsError when the words are not understood, or name a file that cannot be read
 */
export async function audit(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  const [word, file, ...rest] = positionals;
  if (word !== undefined && word !== 'verify') throw new SettingsError(unknownWord(word));
  if (file === undefined || rest.length > 0) throw new SettingsError(usage);
  const key = values['public-key'];
  const { renderReport } = await import('../audit/verify/render-report.ts');
  const report = await verify(file, key === undefined ? {} : { publicKey: publicKey(key) });
  process.stdout.write(renderReport(report));
  return report.ok ? 0 : 1;
}

function unknownWord(word: string): string {
  const hint = nearest(word, ['verify']) ? ' Did you mean verify?' : '';
  return `"audit ${word}" is no command.${hint}\n${usage}`;
}

async function verify(file: string, options: VerifyOptions): Promise<VerifyReport> {
  const { verifyAuditFile } = await import('../audit/verify/verify.ts');
  try {
    return await verifyAuditFile(file, options);
  } catch (cause) {
    if (errorCode(cause) === undefined) throw cause;
    throw new SettingsError(`The audit log "${file}" cannot be checked: ${whyUnreadable(cause)}.`, { cause });
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { 'public-key': { type: 'string' } },
    });
  } catch (cause) {
    throw new SettingsError(`${cause instanceof Error ? cause.message : cause}\n${usage}`, { cause });
  }
}

function publicKey(file: string): KeyObject {
  const key = asKey(read(file));
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new SettingsError(`--public-key ${file}: it must hold an Ed25519 public key as PEM.`);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SettingsError(`--public-key ${file}: ${whyUnreadable(cause)}.`, { cause });
  }
}

function asKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    // OpenSSL's words say nothing to who named the wrong file; those of the caller do.
    return undefined;
  }
}
