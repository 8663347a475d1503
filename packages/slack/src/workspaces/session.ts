import { createHash } from 'node:crypto';
import type { Logger } from '@portolan/runtime';
import type { Upstream } from '@portolan/runtime/upstream';
import * as z from 'zod';
import type { Budgets } from '../api/budgets.ts';
import { createClient, type SlackClient } from '../api/client.ts';
import type { RateMode } from '../api/rate-mode.ts';
import { channelTypes } from '../reading/channel-types.ts';
import { type Channels, createChannels } from '../reading/channels.ts';
import { createNameStore } from '../reading/name-store.ts';
import { createPeople, type People } from '../reading/people.ts';
import type { Credential } from './credential.ts';

const Identity = z.looseObject({
  url: z.string(),
  team: z.string(),
  team_id: z.string(),
  user: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  /** From a header. */
  scopes: z.array(z.string()).optional(),
});
export type Identity = z.output<typeof Identity>;

/** A token's scopes change when the app is installed again. */
const identityMs = 10 * 60_000;

/** There may be many, so each keeps less: some 2 MB at most. */
const ofBrought = { mostNames: 4_000, mostChannels: 1_000 };

/** One credential at work in one workspace, with what was learnt with it. Nothing of it is shared with others. */
export interface Session extends SlackClient {
  readonly alias: string;
  readonly credential: Credential;
  readonly rateMode: RateMode;
  readonly people: People;
  readonly channels: Channels;
  identity(signal: AbortSignal): Promise<Identity>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly alias: string;
  readonly credential: Credential;
  readonly upstream: Upstream;
  readonly budgets: Budgets;
  readonly rateMode: RateMode;
  readonly cacheFolder: string | undefined;
  readonly log: Logger;
}

export function createSession(options: SessionOptions): Session {
  const { alias, credential, rateMode, cacheFolder, log } = options;
  // What Slack counts for an app in a workspace is known of the operator's tokens only.
  const scope = credential.brought ? credential.id : alias;
  const bounds = credential.brought ? ofBrought : {};
  const client = createClient({ ...options, scope });
  const store =
    cacheFolder === undefined ? undefined : createNameStore(cacheFolder, fileId(credential.id), log);
  let identity: { readonly value: Identity; readonly at: number } | undefined;
  const session: Session = {
    ...client,
    alias,
    credential,
    rateMode,
    people: createPeople(client, store, bounds),
    channels: createChannels(
      client,
      async (signal) => (await channelTypes(session, ['public', 'private'], signal)).types,
      bounds,
    ),
    async identity(signal) {
      if (identity !== undefined && identity.at > performance.now() - identityMs) return identity.value;
      const value = await client.call('auth.test', {}, Identity, signal);
      identity = { value, at: performance.now() };
      return value;
    },
    close: async () => store?.close(),
  };
  return session;
}

/** A name for a file, whatever a caller is called. */
const fileId = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 16);
