import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { applyEdits, modify, type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { errorCode } from '../errors/error-code.ts';
import { isRecord } from '../json/is-record.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { Change } from './client-entry.ts';

/** A client's configuration as it is: JSON with comments. */
export interface ClientFile {
  readonly text: string;
  readonly value: unknown;
}

/**
 * Reads a client's configuration; one that is not there is empty.
 *
 * @throws SettingsError when it cannot be read or understood
 */
export function readClientFile(file: string): ClientFile {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw new SettingsError(`${file} cannot be read.`, { cause });
  }
  if (text.trim() === '') return { text: '{}', value: {} };
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first || !isRecord(value)) {
    const why = first
      ? `${printParseErrorCode(first.error)} at offset ${first.offset}`
      : 'it holds no object';
    throw new SettingsError(`${file} is not valid JSON (${why}). Mend it first; nothing was changed.`);
  }
  return { text, value };
}

/** The text with the changes; everything else in it, comments included, is as before. */
export function withChanges(text: string, changes: readonly Change[]): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  return changes.reduce(
    (before, { path, value }) => applyEdits(before, modify(before, path, value, { formattingOptions })),
    text,
  );
}

/**
 * Writes the file; the old one stays until the new one is complete.
 *
 * @throws SettingsError when it cannot be written
 */
export function writeClientFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, text.endsWith('\n') ? text : `${text}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new SettingsError(`${file} cannot be written.`, { cause });
  }
}
