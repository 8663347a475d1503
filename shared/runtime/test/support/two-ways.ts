import * as z from 'zod';
import { assemble } from '../../src/assembly/assemble.ts';
import { listenHttp } from '../../src/http/listen.ts';
import { type CallContext, defineServer, defineTool, fail } from '../../src/index.ts';
import { createHttpEndpoint, type HttpEndpoint } from '../../src/protocol/http-endpoint.ts';
import { loadSettings } from '../../src/settings/load.ts';

/** What the tools did, for tests that count it. */
export const done = { writes: 0, begun: 0, ended: 0, cancelled: 0, asked: 0 };

/** What `ask_late` waits for before it asks. */
export const hold: { until: Promise<unknown> } = { until: Promise.resolve() };

const common = {
  toolset: 'all',
  description: 'For a test.',
  output: z.object({ said: z.string() }),
} as const;
const input = z.object({});
const question = {
  message: 'Who is there?',
  requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
};

const tools = [
  defineTool({
    ...common,
    name: 'say_back',
    title: 'Say back',
    effect: 'read',
    input: z.object({ text: z.string().max(1_000) }),
    run: ({ text }) => ({ said: text }),
  }),
  defineTool({
    ...common,
    name: 'write_down',
    title: 'Write down',
    effect: 'write',
    input,
    run: () => ({ said: `written ${++done.writes > 0}` }),
  }),
  defineTool({
    ...common,
    name: 'destroy_all',
    title: 'Destroy',
    effect: 'destroy',
    input,
    run: () => ({ said: 'gone' }),
  }),
  defineTool({
    ...common,
    name: 'refuse',
    title: 'Refuse',
    effect: 'read',
    input,
    run: () => fail('not_found', 'There is nothing here.'),
  }),
  defineTool({
    ...common,
    name: 'break_down',
    title: 'Break down',
    effect: 'read',
    input,
    run: () => {
      throw new Error('a bug');
    },
  }),
  defineTool({
    ...common,
    name: 'wait_a_while',
    title: 'Wait',
    effect: 'read',
    input: z.object({ ms: z.number() }),
    run: async ({ ms }, { signal }: CallContext<object>) => {
      done.begun += 1;
      const cancelled = await new Promise((resolve) => {
        setTimeout(() => resolve(false), ms);
        signal.addEventListener('abort', () => resolve(true), { once: true });
      });
      if (cancelled) done.cancelled += 1;
      else done.ended += 1;
      return { said: 'waited' };
    },
  }),
  defineTool({
    ...common,
    name: 'greet_user',
    title: 'Greet the user',
    effect: 'read',
    input,
    run: async (_input, { ask }: CallContext<object>) => {
      const answer = await ask('name', question);
      return { said: `Hello, ${answer.action === 'accept' ? answer.content.name : 'you'}!` };
    },
  }),
  defineTool({
    ...common,
    name: 'ask_late',
    title: 'Ask late',
    effect: 'read',
    input,
    run: async (_input, { ask, log, progress }: CallContext<object>) => {
      done.begun += 1;
      await hold.until;
      await new Promise((resolve) => setTimeout(resolve, 40));
      log.debug('about to ask');
      progress(1, 2);
      await ask('name', question).catch(() => undefined);
      done.asked += 1;
      return { said: 'asked' };
    },
  }),
  defineTool({
    ...common,
    name: 'tell_first',
    title: 'Tell first',
    effect: 'read',
    input,
    run: async (_input, { log }: CallContext<object>) => {
      log.warning('about to answer');
      return { said: 'told' };
    },
  }),
  defineTool({
    ...common,
    name: 'tell_steps',
    title: 'Tell steps',
    effect: 'read',
    input,
    run: async (_input, { progress }: CallContext<object>) => {
      progress(1, 2);
      progress(2, 2, 'done');
      return { said: 'told' };
    },
  }),
  defineTool({
    ...common,
    name: 'tell_and_ask',
    title: 'Tell, then ask',
    effect: 'read',
    input,
    run: async (_input, { ask, progress }: CallContext<object>) => {
      progress(1, 3, 'first');
      const answer = await ask('name', question);
      progress(2, 3, 'asked');
      progress(2, 3, 'as before');
      progress(3, 3, 'last');
      return { said: answer.action };
    },
  }),
  defineTool({
    ...common,
    name: 'take_repeated',
    title: 'Take what a header repeats',
    effect: 'read',
    input: z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
    run: ({ region }) => ({ said: region }),
  }),
];

export const ways = defineServer({
  name: 'ways',
  title: 'Ways',
  version: '1.0.0',
  description: 'Has a tool for each way a call can take.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: () => ({}),
  tools,
});

export interface TwoWays extends AsyncDisposable {
  /** Where plain calls take the short way. */
  readonly direct: string;
  /** The same server, where the library serves every call. */
  readonly library: string;
  readonly endpoint: HttpEndpoint;
  /** How many calls took the short way to their end. */
  readonly taken: () => number;
}

/** One server behind two listeners: what the library answers is what the short way must answer. */
export async function serveTwoWays(...flags: readonly string[]): Promise<TwoWays> {
  const argv = ['--audit', 'off', '--rate-limit', 'off', '--log-level', 'error', ...flags];
  const assembly = await assemble(ways, await loadSettings(ways, { argv, env: {} }));
  const endpoint = createHttpEndpoint({ ...assembly, rounds: await assembly.rounds() });
  let taken = 0;
  const settings = { host: '127.0.0.1', port: 0, endpoint: endpoint.fetch, log: assembly.log };
  const library = await listenHttp(settings);
  const direct = await listenHttp({
    ...settings,
    direct(...given) {
      const begun = endpoint.direct(...given);
      void begun?.json.then((json) => {
        taken += json === undefined ? 0 : 1;
      });
      return begun;
    },
  });
  return {
    direct: direct.url,
    library: library.url,
    endpoint,
    taken: () => taken,
    async [Symbol.asyncDispose]() {
      await Promise.all([direct.close(0), library.close(0)]);
      await endpoint.close();
      await assembly.close();
    },
  };
}
