import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import {
  type CallContext,
  type CallerTokenSettings,
  callerTokenSettings,
  defineServer,
  defineTool,
  demandOwnToken,
  fail,
} from '../../src/index.ts';

interface Services {
  readonly settings: CallerTokenSettings;
}
type Context = CallContext<Services>;

/** The token that a call works with; the server's own is told by its name. */
function tokenOf({ caller, settings }: Context): string {
  demandOwnToken(caller, settings);
  return caller.ownToken?.reveal() ?? 'own-of-the-server';
}

const whoseToken = defineTool({
  name: 'whose_token',
  title: 'Whose token',
  toolset: 'tokens',
  description: 'The end of the token a call works with.',
  effect: 'read',
  input: z.object({ note: z.string().optional() }),
  output: z.object({ end: z.string() }),
  run: (_input, context: Context) => ({ end: tokenOf(context).slice(-3) }),
});

const wait = defineTool({
  name: 'wait',
  title: 'Wait',
  toolset: 'tokens',
  description: 'Wait, then say the end of the token.',
  effect: 'read',
  task: true,
  input: z.object({ waitMs: z.int() }),
  output: z.object({ end: z.string() }),
  run: async ({ waitMs }, context: Context) => {
    await sleep(waitMs, undefined, { signal: context.signal });
    return { end: tokenOf(context).slice(-3) };
  },
});

const forms: Readonly<Record<string, (token: string) => string>> = {
  plain: (token) => token,
  base64: (token) => Buffer.from(`user:${token}`).toString('base64'),
  url: (token) => `https://upstream.example/?q=${encodeURIComponent(token).replaceAll('_', '%5F')}`,
  hex: (token) => Buffer.from(token).toString('hex'),
};

const spill = defineTool({
  name: 'spill',
  title: 'Spill',
  toolset: 'tokens',
  description: 'Tell the token wherever a server could by mistake.',
  effect: 'read',
  input: z.object({ form: z.string(), crash: z.boolean() }),
  output: z.object({}),
  run: ({ form, crash }, context: Context) => {
    const text = `It is ${forms[form]?.(tokenOf(context))}, here.`;
    context.log.warning(text, { text });
    if (crash) throw new Error(text);
    return fail('upstream_error', text, { next: text, data: { text } });
  },
});

/** A server whose callers bring tokens (`tok_…`), for the runtime's own tests. */
export default defineServer({
  name: 'tokens',
  title: 'Tokens',
  version: '1.0.0',
  description: 'Works with tokens of its callers.',
  toolsets: { tokens: { description: 'Tokens', default: true } },
  config: z.object(callerTokenSettings),
  callerTokens: {
    prefixes: ['tok_'],
    problemOf: (token) => (/^tok_[A-Za-z0-9]{16,}$/.test(token) ? undefined : 'holds no token of this kind.'),
  },
  connect: ({ config }): Services => ({ settings: config }),
  tools: [whoseToken, wait, spill],
});
