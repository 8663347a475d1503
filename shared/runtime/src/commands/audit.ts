import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SettingsError } from '../settings/settings-error.ts';

const usage = 'Usage: audit verify FILE [--public-key FILE]';

/**
 * Checks an audit log; answers 0 when nothing was found, 1 when something was.
 *
 * @throws SettingsError when the words are not understood
 */
export async function audit(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  const [word, file, ...rest] = positionals;
  if (word !== 'verify' || file === undefined || rest.length > 0) throw new SettingsError(usage);
  const { verifyAuditFile } = await import('../audit/verify/verify.ts');
  const { renderReport } = await import('../audit/verify/render-report.ts');
  const report = await verifyAuditFile(
    file,
    values['public-key'] === undefined ? {} : { publicKey: publicKey(values['public-key']) },
  );
  process.stdout.write(renderReport(report));
  return report.ok ? 0 : 1;
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

function publicKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SettingsError(`--public-key is "${file}", but the file cannot be read.`, { cause });
  }
}
