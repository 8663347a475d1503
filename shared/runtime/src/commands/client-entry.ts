import { isRecord } from '../json/is-record.ts';
import type { McpClient } from './clients.ts';
import type { NeededSecret } from './hidden-secrets.ts';

/** One change of a client's file: the value that a place gets. */
export interface Change {
  readonly path: (string | number)[];
  readonly value: unknown;
}

/** The server as it is to stand in a client's settings. */
export interface NewEntry {
  readonly server: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly secrets: readonly NeededSecret[];
  /** Whether secrets are written as they are. */
  readonly plain: boolean;
}

/**
 * What makes a client start the server. Secrets are in the environment of the entry, as references wherever
 * the client knows such.
 *
 * @param current what the file holds now
 */
export function changesFor(client: McpClient, entry: NewEntry, current: unknown): readonly Change[] {
  const { server, command, args, secrets, plain } = entry;
  const env = secrets.flatMap(({ variable, value }) => {
    const text = plain ? value : client.reference?.(variable);
    return text === undefined ? [] : [[variable, text]];
  });
  const value = { ...client.extra, command, args, ...(env.length > 0 && { env: Object.fromEntries(env) }) };
  const asked = secrets.map(({ variable, description }) => ({ id: inputId(variable), description }));
  return [...(client.asks && !plain ? inputs(asked, current) : []), { path: [client.key, server], value }];
}

/** The id under which VS Code asks for a value and keeps it. */
export const inputId = (variable: string) => variable.toLowerCase().replaceAll('_', '-');

interface Asked {
  readonly id: string;
  readonly description: string;
}

/** Each secret as an input that is asked for, in the place of one with the same id or after the last. */
export function inputs(secrets: readonly Asked[], current: unknown): readonly Change[] {
  const known: readonly unknown[] = isRecord(current) && Array.isArray(current.inputs) ? current.inputs : [];
  const ids = known.map((input) => (isRecord(input) ? input.id : undefined));
  return secrets.map(({ id, description }) => {
    const at = ids.indexOf(id);
    const index = at === -1 ? ids.push(id) - 1 : at;
    return { path: ['inputs', index], value: { type: 'promptString', id, description, password: true } };
  });
}
