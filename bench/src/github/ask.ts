import * as z from 'zod';
import { type ServerProcess, textOf } from '../stdio/server-process.ts';
import type { GitHubWorld } from './world.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ToolCall {
  readonly name: string;
  readonly args: Fields;
}

/** An answer of our server. */
export interface OurAnswer {
  /** Of the line. */
  readonly bytes: number;
  /** Of the line without `structuredContent`. */
  readonly textBytes: number;
  readonly found: Fields;
}

const Result = z.looseObject({ structuredContent: z.record(z.string(), z.unknown()) });
const Cursor = z.looseObject({ nextCursor: z.string().optional() });
const Entries = z.array(z.record(z.string(), z.unknown()));

/** Asks our server. */
export async function askOurs(server: ServerProcess, { name, args }: ToolCall): Promise<OurAnswer> {
  const { result, bytes } = await server.call(name, args);
  const { structuredContent: found } = Result.parse(result);
  const textBytes = bytes - Buffer.byteLength(`,"structuredContent":${JSON.stringify(found)}`);
  return { bytes, textBytes, found };
}

/** Asks our server for one page after the other, as long as there is a cursor. */
export async function askAllPages(server: ServerProcess, { name, args }: ToolCall): Promise<OurAnswer[]> {
  const pages = [await askOurs(server, { name, args })];
  for (let after = cursorOf(pages); after !== undefined; after = cursorOf(pages)) {
    pages.push(await askOurs(server, { name, args: { ...args, after } }));
  }
  return pages;
}

const cursorOf = (pages: readonly OurAnswer[]) => Cursor.parse(pages.at(-1)?.found).nextCursor;

/** Asks the peer, whose answers are JSON as text. */
export async function askPeer(
  server: ServerProcess,
  { name, args }: ToolCall,
): Promise<{ readonly bytes: number; readonly found: unknown }> {
  const answer = await server.call(name, args);
  return { bytes: answer.bytes, found: JSON.parse(textOf(answer)) };
}

/** How long the answers of GitHub itself are, as it sends them. */
export async function askGitHub({ double, token }: GitHubWorld, ...paths: string[]): Promise<number> {
  const sizes = paths.map(async (path) => {
    const response = await fetch(double.url + path, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.arrayBuffer()).byteLength;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/**
 * The entries of a list.
 *
 * @throws Error when they are not as many as must be
 */
export function entriesOf(list: unknown, wanted: number): readonly Fields[] {
  const entries = Entries.parse(list);
  if (entries.length !== wanted) throw new Error(`Found ${entries.length} entries, not ${wanted}.`);
  return entries;
}
