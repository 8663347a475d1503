import { Client } from '@modelcontextprotocol/client';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import server from '../server.ts';

const Failure = z.object({
  'portolan/error': z.looseObject({ code: z.string(), message: z.string(), next: z.string() }),
});

/** A tool's answer as a client sees it. */
export interface Answer {
  readonly isError: boolean;
  /** The code of an error. */
  readonly code: string | undefined;
  /** The first text block. */
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
}

export interface ToolsClient extends AsyncDisposable {
  readonly client: Client;
  call(name: string, args?: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Answer>;
  /** Calls and fails the test when the answer is an error. */
  ok(name: string, args?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** Calls and answers the text of the error; fails the test when there is none. */
  refused(name: string, args?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The rows of a query. */
  rows(sql: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface ToolsOptions {
  readonly argv?: readonly string[];
  /** What the user says to a confirmation; without it the client cannot ask. */
  readonly confirms?: boolean;
}

/** A client of the whole server, every toolset on; all of it ends with the test, if not before. */
export async function connectTools(
  url: string,
  { argv = [], confirms }: ToolsOptions = {},
): Promise<ToolsClient> {
  const quiet = ['--audit', 'off', '--rate-limit', 'off', '--toolsets', 'all', '--log-level', 'error'];
  const served = await serveInMemory(server, [...quiet, ...argv, ...(url === '' ? [] : [url])]);
  const client = new Client(
    { name: 'tools-test', version: '1.0.0' },
    {
      capabilities: confirms === undefined ? {} : { elicitation: {} },
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    },
  );
  if (confirms !== undefined) {
    client.setRequestHandler('elicitation/create', () => ({
      action: 'accept',
      content: { confirm: confirms },
    }));
  }
  await client.connect(served.transport);
  let ended: Promise<void> | undefined;
  const end = async () => {
    await client.close();
    await served[Symbol.asyncDispose]();
  };
  const endOnce = () => {
    ended ??= end();
    return ended;
  };
  onTestFinished(endOnce);
  const call = async (name: string, args: Readonly<Record<string, unknown>> = {}, signal?: AbortSignal) =>
    answerOf(await client.callTool({ name, arguments: { ...args } }, signal && { signal }));
  const ok = async (name: string, args: Readonly<Record<string, unknown>> = {}) => {
    const answer = await call(name, args);
    expect(answer.isError, answer.text).toBe(false);
    return answer.structured;
  };
  return {
    client,
    call,
    ok,
    async refused(name, args) {
      const answer = await call(name, args);
      expect(answer.isError, answer.text).toBe(true);
      return answer.text;
    },
    rows: async (sql, args) => (await ok('query', { sql, ...args })).rows,
    [Symbol.asyncDispose]: endOnce,
  };
}

function answerOf(result: Awaited<ReturnType<Client['callTool']>>): Answer {
  const texts = result.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  const failure = Failure.safeParse(result._meta);
  return {
    isError: result.isError === true,
    code: failure.success ? failure.data['portolan/error'].code : undefined,
    text: texts[0] ?? '',
    structured: z.record(z.string(), z.unknown()).catch({}).parse(result.structuredContent),
  };
}
