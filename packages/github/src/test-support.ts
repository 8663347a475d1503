import { Client } from '@modelcontextprotocol/client';
import {
  expectValid,
  type GitHub,
  type GitHubOptions,
  type RepositorySeed,
  startGitHub,
} from '@portolan/doubles/github';
import type { ServerModule } from '@portolan/runtime';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { startFaultProxy } from '@portolan/testing';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import github from './server.ts';

type Args = Readonly<Record<string, unknown>>;

const Failure = z.object({
  'portolan/error': z.looseObject({
    code: z.string(),
    message: z.string(),
    next: z.string(),
    retryAfterMs: z.number().optional(),
    data: z.record(z.string(), z.unknown()).optional(),
    traceId: z.string().optional(),
  }),
});

export type ErrorAnswer = Omit<z.output<typeof Failure>['portolan/error'], 'traceId'>;

export interface GitHubClient {
  readonly client: Client;
  /** Calls and fails the test when the answer is an error; what it answered. */
  ok(tool: string, args?: Args): Promise<Args>;
  /** Calls and fails the test when the answer is none; the error. */
  refused(tool: string, args?: Args): Promise<ErrorAnswer>;
}

export interface ClientOptions {
  /** Where the API is; GitHub itself where it is left out. */
  readonly url?: string;
  readonly token?: string;
  readonly argv?: readonly string[];
  /** What the user says to a confirmation; without it the client cannot ask. */
  readonly confirms?: boolean;
  /** Another server than the whole one. */
  readonly server?: ServerModule;
  /** Told when the list of tools changed. */
  readonly onToolsChanged?: () => void;
}

/** A client of the whole server, every toolset on, against a GitHub on this machine; it ends with the test. */
export async function connectGitHub(options: ClientOptions): Promise<GitHubClient> {
  const { url, token, argv = [], confirms, server = github, onToolsChanged } = options;
  const quiet = ['--audit', 'off', '--rate-limit', 'off', '--toolsets', 'all', '--log-level', 'error'];
  const there = url === undefined ? [] : ['--api-url', url, '--allow-local-host'];
  const env = token === undefined ? {} : { GITHUB_TOKEN: token };
  const served = await serveInMemory(server, [...quiet, ...there, ...argv], env);
  const client = new Client(
    { name: 'github-test', version: '1.0.0' },
    { ...(confirms !== undefined && { capabilities: { elicitation: {} } }) },
  );
  if (confirms !== undefined) {
    client.setRequestHandler('elicitation/create', () => ({
      action: 'accept',
      content: { confirm: confirms },
    }));
  }
  if (onToolsChanged) client.setNotificationHandler('notifications/tools/list_changed', onToolsChanged);
  await client.connect(served.transport);
  onTestFinished(async () => {
    await client.close();
    await served[Symbol.asyncDispose]();
  });
  const call = (name: string, args: Args = {}) => client.callTool({ name, arguments: { ...args } });
  return {
    client,
    async ok(tool, args) {
      const { isError, content, structuredContent } = await call(tool, args);
      expect(isError, JSON.stringify(content)).not.toBe(true);
      return z.record(z.string(), z.unknown()).parse(structuredContent);
    },
    async refused(tool, args) {
      const { isError, content, _meta } = await call(tool, args);
      expect(isError, JSON.stringify(content)).toBe(true);
      const { traceId: _, ...error } = Failure.parse(_meta)['portolan/error'];
      return error;
    },
  };
}

/** A double of GitHub that ends with the test, which fails for what GitHub's own description does not allow. */
export async function startDouble(options?: GitHubOptions): Promise<GitHub> {
  const double = await startGitHub(options);
  onTestFinished(async () => {
    await double.close();
    expectValid(double);
  });
  return double;
}

/** A client of the owner of `octo/harbour`, the double, and the repository. */
export async function connectHarbour(
  seed: RepositorySeed = {},
  options: Omit<ClientOptions, 'url'> & { readonly sizes?: GitHubOptions['sizes'] } = {},
) {
  const double = await startDouble(options.sizes && { sizes: options.sizes });
  const harbour = double.repository('octo/harbour', seed);
  const token = double.token({ login: 'octo' });
  const client = await connectGitHub({ token, ...options, url: double.url });
  return { ...client, double, harbour, token };
}

/** The same with a proxy between, which does to requests what a test scripts. */
export async function connectBehindProxy(
  seed: RepositorySeed = {},
  options: Omit<ClientOptions, 'url'> = {},
) {
  const double = await startDouble();
  const harbour = double.repository('octo/harbour', seed);
  const token = double.token({ login: 'octo' });
  const proxy = await startFaultProxy({ target: double.url });
  onTestFinished(() => proxy.close());
  const client = await connectGitHub({ token, ...options, url: proxy.url });
  return { ...client, double, harbour, token, proxy };
}

/** `emulate`'s GitHub, a second opinion, with `octo/harbour`; it ends with the test. */
export async function startEmulate() {
  const { createEmulator } = await import('emulate');
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { octo_token: { login: 'octo', scopes: ['repo', 'user'] } },
      github: {
        users: [{ login: 'octo' }],
        repos: [{ owner: 'octo', name: 'harbour', auto_init: true }],
      },
    },
  });
  onTestFinished(() => emulator.close());
  return { url: emulator.url.replace('localhost', '127.0.0.1'), token: 'octo_token' };
}

/** A client of the owner of `octo/harbour` at that. */
export async function connectEmulate(options: Omit<ClientOptions, 'url'> = {}) {
  return connectGitHub({ ...options, ...(await startEmulate()) });
}
