import type { Client } from '@modelcontextprotocol/client';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { createAskedClient } from '@portolan/testing/asked-client';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import server from '../server.ts';
import { type Sandbox, sandbox } from '../test-support.ts';

const Failure = z.object({
  'portolan/error': z.looseObject({ code: z.string(), message: z.string(), next: z.string() }),
});

/** A tool's answer as a client sees it. */
export interface Answer {
  readonly isError: boolean;
  /** The code of an error. */
  readonly code: string | undefined;
  /** Every text block. */
  readonly texts: readonly string[];
  /** The first text block. */
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly content: readonly unknown[];
}

export interface ToolsClient extends Omit<Sandbox, 'files'> {
  readonly client: Client;
  call(name: string, args: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Calls and fails the test when the answer is an error. */
  ok(name: string, args: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Calls and answers the code of the error; fails the test when there is none. */
  refused(name: string, args: Readonly<Record<string, unknown>>): Promise<string | undefined>;
}

export interface ToolsOptions {
  readonly argv?: readonly string[];
  /** Folders of the command line; the sandbox's root where it is left out. */
  readonly folders?: readonly string[];
  readonly era?: 'legacy' | 'modern';
  /** What the user says to a confirmation; without it the client cannot ask. */
  readonly confirms?: boolean;
  /** The client's roots, as URIs. */
  readonly roots?: (box: Sandbox) => readonly string[];
}

/** A client of the whole server, every toolset on, over a sandbox folder; all of it ends with the test. */
export async function connectTools(options: ToolsOptions = {}): Promise<ToolsClient> {
  const box = sandbox();
  const folders = options.folders ?? [box.root];
  const quiet = ['--audit', 'off', '--rate-limit', 'off', '--toolsets', 'all', '--log-level', 'error'];
  const served = await serveInMemory(server, [...quiet, ...(options.argv ?? []), ...folders]);
  const { era, confirms, roots } = options;
  const client = createAskedClient({ era, confirms, roots: roots && (() => roots(box)) });
  await client.connect(served.transport);
  onTestFinished(async () => {
    await client.close();
    await served[Symbol.asyncDispose]();
  });
  const call = async (name: string, args: Readonly<Record<string, unknown>>) =>
    answerOf(await client.callTool({ name, arguments: { ...args } }));
  return {
    ...box,
    client,
    call,
    async ok(name, args) {
      const answer = await call(name, args);
      expect(answer.isError, answer.text).toBe(false);
      return answer;
    },
    async refused(name, args) {
      const answer = await call(name, args);
      expect(answer.isError, answer.text).toBe(true);
      return answer.code;
    },
  };
}

function answerOf(result: Awaited<ReturnType<Client['callTool']>>): Answer {
  const texts = result.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  const failure = Failure.safeParse(result._meta);
  return {
    isError: result.isError === true,
    code: failure.success ? failure.data['portolan/error'].code : undefined,
    texts,
    text: texts[0] ?? '',
    structured: z.record(z.string(), z.unknown()).catch({}).parse(result.structuredContent),
    content: result.content,
  };
}
