import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { createFilePolicy } from './file-policy.ts';
import { type PolicyFile, policyFileSchema } from './file-schema.ts';
import type { Policy } from './types.ts';

/** A policy file that cannot be used; the message names the file, the path within, the value and the rule. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
}

/**
 * Reads a policy file, YAML or JSON.
 *
 * @throws PolicyFileError
 */
export async function loadPolicy(file: string): Promise<Policy> {
  return createFilePolicy(await parsePolicy(await read(file), file));
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
    throw new PolicyFileError(`${file}: cannot be read (${code}).`, { cause: error });
  }
}

/**
 * @param file how the file is called in errors
 * @throws PolicyFileError
 */
export async function parsePolicy(text: string, file: string): Promise<PolicyFile> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { stringKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw new PolicyFileError(`${file}: is not valid YAML or JSON: ${fault.message.split('\n')[0]}`);
  }
  const parsed = policyFileSchema.safeParse(
    toPlain(() => document.toJS(), file),
    { reportInput: true },
  );
  if (parsed.success) return parsed.data;
  throw new PolicyFileError(parsed.error.issues.map((issue) => `${file}: ${describe(issue)}`).join('\n'));
}

/** Making plain values can fail too: aliases that expand without bound are refused. */
function toPlain(convert: () => unknown, file: string): unknown {
  try {
    return convert();
  } catch (error) {
    const rule = error instanceof Error ? error.message : 'cannot be expanded';
    throw new PolicyFileError(`${file}: ${rule}.`);
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const at = issue.path.length === 0 ? 'top level' : issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return `${at}: unknown key ${issue.keys.join(', ')}.`;
  const value = issue.input === undefined ? 'nothing' : JSON.stringify(issue.input).slice(0, 80);
  return `${at}: ${value}: ${issue.message}.`;
}
