import { Client } from '@modelcontextprotocol/client';
import { type SlackDouble, startSlackDouble } from '@portolan/doubles/slack';
import type { ServerModule } from '@portolan/runtime';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { type FaultProxy, startFaultProxy } from '@portolan/testing';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import { strayFrom } from '../test/support/response-types.ts';
import slack from './server.ts';

const Failure = z.object({
  'portolan/error': z.looseObject({
    code: z.string(),
    message: z.string(),
    next: z.string(),
    retryAfterMs: z.number().optional(),
    data: z.looseObject({}).optional(),
  }),
});
export type Failure = z.output<typeof Failure>['portolan/error'];

type Structured = Readonly<Record<string, unknown>>;

export interface ToolsClient {
  readonly client: Client;
  /** Calls and fails the test when the answer is an error. */
  ok(name: string, args?: Structured): Promise<Structured>;
  /** Calls and answers the error; fails the test when there is none. */
  refused(name: string, args?: Structured, signal?: AbortSignal): Promise<Failure>;
  /** Everything a client sees of the answer, as text. */
  raw(name: string, args?: Structured): Promise<string>;
}

export interface ToolsOptions {
  readonly argv?: readonly string[];
  /** The token in SLACK_BOT_TOKEN; by default the double's. */
  readonly bot?: string | undefined;
  readonly user?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** What the user says to a question; without it the client cannot ask. */
  readonly confirms?: boolean;
  /** Another server than the whole one. */
  readonly server?: ServerModule;
  /** Hears every question to the user. */
  readonly asked?: (message: string) => void;
}

export interface SlackTest {
  readonly double: SlackDouble;
  /** Between the server and the double. */
  readonly proxy: FaultProxy;
  /** A client of the whole server, every toolset on. */
  connect(options?: ToolsOptions): Promise<ToolsClient>;
}

/** A double with a fault proxy before it; all of it ends with the test, and so may no answer that Slack would not give. */
export async function startSlack(): Promise<SlackTest> {
  const double = await startSlackDouble();
  const proxy = await startFaultProxy({ target: double.url });
  double.world.filesUrl = proxy.url;
  onTestFinished(async () => {
    await proxy.close();
    await double.close();
    expect(double.answers.flatMap(({ method, body }) => strayFrom(method, body))).toEqual([]);
  });
  return {
    double,
    proxy,
    connect: (options = {}) =>
      connectTools({
        bot: double.botToken,
        ...options,
        argv: ['--api-url', `${proxy.url}/api/`, '--files-url', proxy.url, ...(options.argv ?? [])],
      }),
  };
}

/** Connects with the bot token of the double, or with what the options say. */
export async function connectTools({
  argv = [],
  bot,
  user,
  env,
  confirms,
  asked,
  server = slack,
}: ToolsOptions): Promise<ToolsClient> {
  const quiet = ['--audit', 'off', '--rate-limit', 'off', '--toolsets', 'all', '--log-level', 'error'];
  const served = await serveInMemory(server, [...quiet, ...argv], {
    ...(bot !== undefined && { SLACK_BOT_TOKEN: bot }),
    ...(user !== undefined && { SLACK_USER_TOKEN: user }),
    ...env,
  });
  const client = new Client(
    { name: 'tools-test', version: '1.0.0' },
    {
      capabilities: confirms === undefined ? {} : { elicitation: {} },
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    },
  );
  if (confirms !== undefined) {
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked?.(params.message);
      return { action: 'accept', content: { confirm: confirms } };
    });
  }
  await client.connect(served.transport);
  onTestFinished(async () => {
    await client.close();
    await served[Symbol.asyncDispose]();
  });
  const call = (name: string, args: Structured = {}, signal?: AbortSignal) =>
    client.callTool({ name, arguments: { ...args } }, signal && { signal });
  return {
    client,
    async ok(name, args) {
      const result = await call(name, args);
      expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
      return z.record(z.string(), z.unknown()).parse(result.structuredContent);
    },
    async refused(name, args, signal) {
      const result = await call(name, args, signal);
      expect(result.isError, JSON.stringify(result.content)).toBe(true);
      return Failure.parse(result._meta)['portolan/error'];
    },
    raw: async (name, args) => JSON.stringify(await call(name, args)),
  };
}
