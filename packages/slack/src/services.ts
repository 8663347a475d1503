import type { CallContext, Logger } from '@portolan/runtime';
import { createUpstream, type Upstream } from '@portolan/runtime/upstream';
import { createBudgets } from './api/budgets.ts';
import { createRateMode } from './api/rate-mode.ts';
import type { Config } from './config.ts';
import { createPostingPolicy, type PostingPolicy } from './policy/posting-policy.ts';
import { createProvenance, type Provenance } from './policy/provenance.ts';
import { createReadingPolicy, type ReadingPolicy } from './policy/reading-policy.ts';
import { type Credential, fixedCredential } from './workspaces/credential.ts';
import { readWorkspaces, type WorkspaceSettings } from './workspaces/read-workspaces.ts';
import { rotatingCredential } from './workspaces/rotating-credential.ts';
import { createSession } from './workspaces/session.ts';
import { createWorkspaces, type WorkspaceCredentials, type Workspaces } from './workspaces/workspaces.ts';

/** What tools, resources and prompts get beside the call itself. */
export interface Services {
  readonly workspaces: Workspaces;
  /** Whether callers over HTTP bring tokens of their own. */
  readonly callersBring: boolean;
  readonly reading: ReadingPolicy;
  readonly posting: PostingPolicy;
  readonly provenance: Provenance;
  /** The one place files come from and go to. */
  readonly files: Upstream;
  /** The origin it goes to. */
  readonly filesUrl: string;
  readonly maxFileBytes: number;
  close(): Promise<void>;
}

export type Context = CallContext<Services>;

/** Slack hangs now and then; a retry of a read should still fit into a call. */
const attemptTimeoutMs = 10_000;
const timeoutMs = 30_000;

/**
 * Makes what calls need. Nothing is sent and no library is loaded here.
 *
 * @throws SettingsError for a token that cannot be used
 */
export function createServices(config: Config, log: Logger): Services {
  const { apiUrl, filesUrl, cacheFolder } = config;
  const upstream = createUpstream({ name: 'Slack', baseUrl: apiUrl, log, attemptTimeoutMs, timeoutMs });
  const files = createUpstream({ name: 'The file store of Slack', baseUrl: filesUrl, log, timeoutMs });
  const budgets = createBudgets();
  const settings = readWorkspaces(config, process.env);
  const modes = new Map(settings.map(({ alias }) => [alias, modeOf(alias, config, log)]));
  const workspaces = createWorkspaces(
    settings.map((workspace) => credentialsOf(workspace, upstream, log)),
    config,
    (alias, credential) => {
      // Of another app, perhaps, in another workspace, and of somebody who may not come again.
      const rateMode = (credential.brought ? undefined : modes.get(alias)) ?? modeOf(alias, config, log);
      const folder = credential.brought ? undefined : cacheFolder;
      return createSession({ alias, credential, upstream, budgets, rateMode, cacheFolder: folder, log });
    },
  );
  return {
    workspaces,
    callersBring: config.callerTokenHeader !== undefined,
    reading: createReadingPolicy(config.readChannels, config.readDms),
    posting: createPostingPolicy(config.postChannels, config.widerAudience),
    provenance: createProvenance(),
    files,
    filesUrl,
    maxFileBytes: config.maxFileBytes,
    async close() {
      await Promise.all([workspaces.close(), upstream.close(), files.close()]);
    },
  };
}

const modeOf = (alias: string, { rateMode }: Config, log: Logger) =>
  createRateMode(rateMode, () =>
    log.warning('Slack lets this app read history once a minute only, 15 messages at a time.', { alias }),
  );

function credentialsOf(workspace: WorkspaceSettings, upstream: Upstream, log: Logger): WorkspaceCredentials {
  const { alias, bot, user, rotation, callers } = workspace;
  const rotating: Credential | undefined =
    rotation && rotatingCredential({ ...rotation, id: `${alias}/${rotation.kind}`, upstream, log });
  const fixed = (given: typeof bot, name: string) => given && fixedCredential(name, given.kind, given.token);
  return {
    alias,
    bot: rotating?.kind === 'bot' ? rotating : fixed(bot, `${alias}/bot`),
    user: rotating?.kind === 'user' ? rotating : fixed(user, `${alias}/user`),
    callers: new Map(
      [...callers].map(([id, { kind, token }]) => [
        id,
        fixedCredential(`${alias}/caller/${id}`, kind, token),
      ]),
    ),
  };
}
