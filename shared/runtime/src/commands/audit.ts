import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { VerifyReport } from '../audit/verify/finding.ts';
import type { VerifyOptions } from '../audit/verify/verify.ts';
import { nearest } from '../call/nearest.ts';
import { errorCode } from '../errors/error-code.ts';
import { SettingsError } from '../settings/settings-error.ts';

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
    const why = unreadable[errorCode(cause) ?? ''];
    if (why === undefined) throw cause;
    throw new SettingsError(`The audit log "${file}" cannot be checked: ${why}.`, { cause });
  }
}

/** Where a path leads nowhere, by the code of the fault. */
const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not permitted',
};

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

function publicKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SettingsError(`--public-key is "${file}", but the file cannot be read.`, { cause });
  }
}
