import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { readAgain } from '../settings/read-again.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { whyUnreadable } from '../settings/why-unreadable.ts';
import { createFilePolicy } from './file-policy.ts';
import { type PolicyFile, policyFileSchema } from './file-schema.ts';
import type { Policy } from './types.ts';

/** 11,000 rules of 95 bytes; to parse so many takes 1.4 s, in which no call is served. */
const maxBytes = 1024 * 1024;

/**
 * Reads a policy file, YAML or JSON; at the start also from a pipe.
 *
 * @throws SettingsError naming the file, the path within, the value and the rule
 */
export const loadPolicy = (file: string): Promise<Policy> =>
  load(file, async () => {
    const text = await readFile(file, 'utf8');
    if (text.length > maxBytes) throw new Error(`it is over ${maxBytes} bytes`);
    return text;
  });

/** The same while the server runs. */
export const reloadPolicy = (file: string): Promise<Policy> => load(file, () => readAgain(file, maxBytes));

async function load(file: string, read: () => Promise<string>): Promise<Policy> {
  const text = await read().catch((error: unknown) => {
    throw new SettingsError(`${file}: ${whyUnreadable(error)}.`, { cause: error });
  });
  return createFilePolicy(await parsePolicy(text, file));
}

/**
 * @param file how the file is called in errors
 * @throws SettingsError
 */
export async function parsePolicy(text: string, file: string): Promise<PolicyFile> {
  const { parseDocument } = await import('../settings/yaml.ts');
  const document = parseDocument(text, { stringKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw new SettingsError(`${file}: is not valid YAML or JSON: ${fault.message.split('\n')[0]}`);
  }
  const parsed = policyFileSchema.safeParse(
    toPlain(() => document.toJS(), file),
    { reportInput: true },
  );
  if (parsed.success) return parsed.data;
  throw new SettingsError(parsed.error.issues.map((issue) => `${file}: ${describe(issue)}`).join('\n'));
}

/** Making plain values can fail too: aliases that expand without bound are refused. */
function toPlain(convert: () => unknown, file: string): unknown {
  try {
    return convert();
  } catch (error) {
    const rule = error instanceof Error ? error.message : 'cannot be expanded';
    throw new SettingsError(`${file}: ${rule}.`);
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const at = issue.path.length === 0 ? 'top level' : issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return `${at}: unknown key ${issue.keys.join(', ')}.`;
  const value = issue.input === undefined ? 'nothing' : JSON.stringify(issue.input).slice(0, 80);
  return `${at}: ${value}: ${issue.message}.`;
}
