import type * as z from 'zod';
import type { CacheStore } from '../cache/types.ts';
import type { CallerTokenForm } from '../caller-token/types.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Caller } from './context.ts';
import type { Prompt } from './prompt.ts';
import type { Resource } from './resource.ts';
import type { PreparedCall, Tool } from './tool.ts';

/** A group of tools that `--toolsets` switches. */
export interface Toolset {
  readonly description: string;
  /** Whether it is on when `--toolsets` is not given. */
  readonly default: boolean;
}

/** One finding of `doctor` and of readiness. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found; for a failed check, also what to do. Holds no secret. */
  readonly detail: string;
}

/** A file of the process itself: policy, keys, settings, audit log. */
export interface OwnFile {
  /** As the operator wrote it; it need not exist. */
  readonly path: string;
  /** Whether it may have siblings with a number before the extension, as audit logs of several processes. */
  readonly numbered: boolean;
}

/** What a server gets when it connects, beside its settings. */
export interface ServerStart {
  /** What a server that serves files must keep from its callers, who could otherwise change their own limits. */
  readonly ownFiles: readonly OwnFile[];
  /** Aborts when the process shuts down. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Where `createCache` keeps expensive reads: in this process, or in the Redis of `--redis`. */
  cacheStore(): CacheStore;
}

/** What an author says of a server. */
export interface ServerDefinition<Config extends z.ZodObject, Services extends object> {
  /** The folder and package name: `filesystem` for `@portolan/filesystem`. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** One sentence for people: `--help`, the registry, the README. */
  readonly description: string;
  /** For the model: how the tools work together. Short. */
  readonly instructions?: string;
  readonly toolsets: Readonly<Record<string, Toolset>>;
  /** One schema gives flags, environment names, config-file keys, `--help` and the README table. */
  readonly config: Config;
  /** Makes what the tools need, once a process. Must be quick: reach upstreams on first use. */
  readonly connect: (
    start: ServerStart & { readonly config: z.output<Config> },
  ) => Services | Promise<Services>;
  /** Ends what `connect` made. */
  readonly disconnect?: (services: Services) => void | Promise<void>;
  /**
   * What `doctor` and `/readyz` ask: is the upstream there, are the permissions enough.
   *
   * @param thorough whether everything is to be looked at, as `doctor` wants; `/readyz` asks often, and about
   * what all calls need
   */
  readonly check?: (services: Services, signal: AbortSignal, thorough: boolean) => Promise<readonly Check[]>;
  /** Every tool there can be; the documentation lists them. */
  readonly tools: readonly Tool<Services>[];
  /**
   * The tools there are under certain settings, where they are not simply all: some left out, or some that
   * the settings themselves define. Mark those settings with `changesTools`.
   *
   * @throws SettingsError for a tool that cannot be made
   */
  readonly toolsFor?: (config: z.output<Config>) => readonly Tool<Services>[];
  /**
   * Whether a tool is of any use to a caller, as far as the server learned of its rights since it connected; it
   * must answer at once. A tool it says no to is left out of lists, and can still be called. Tell of a change
   * with `toolListChanged`.
   */
  readonly offers?: (services: Services, tool: string, caller: Caller) => boolean;
  /**
   * For a server whose callers over HTTP may each bring a token of their own for the upstream: the form of those
   * tokens. Its `config` then has `callerTokenSettings`, and it works with `caller.ownToken` where there is one.
   */
  readonly callerTokens?: CallerTokenForm;
  readonly resources?: readonly Resource<Services>[];
  readonly prompts?: readonly Prompt<Services>[];
}

/** A tool, prompt or resource as far as it is known before the server connects. */
export type ToolDeclaration = Omit<Tool, 'prepare'>;
/** What a prompt says of itself, without the code behind it. */
export type PromptDeclaration = Omit<Prompt, 'run' | 'complete'>;
/** What a resource says of itself, without the code behind it. */
export type ResourceDeclaration = Pick<
  Resource,
  'name' | 'title' | 'description' | 'uri' | 'mimeType' | 'needs'
>;

/** A server's declaration with its service type closed over: what transports, commands and the host take. */
export interface ServerModule {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly instructions: string | undefined;
  readonly toolsets: Readonly<Record<string, Toolset>>;
  readonly config: z.ZodObject;
  readonly callerTokens: CallerTokenForm | undefined;
  readonly tools: readonly ToolDeclaration[];
  readonly prompts: readonly PromptDeclaration[];
  readonly resources: readonly ResourceDeclaration[];
  /**
   * The same server with the tools it has under its settings.
   *
   * @throws SettingsError for a tool that cannot be made
   */
  withSettings(config: unknown): ServerModule;
  /** Makes the services; the config is what `loadSettings` checked against the schema before. */
  connect(config: unknown, start: ServerStart): Promise<ConnectedServer>;
}

/** A server with its services in place. */
export interface ConnectedServer {
  /**
   * Validates a call's arguments; undefined when no tool has that name.
   *
   * @throws ToolError `invalid_arguments`
   */
  prepareTool(name: string, raw: unknown): PreparedCall<unknown> | undefined;
  /** Whether a tool belongs into the list of a caller. */
  offers(tool: string, caller: Caller): boolean;
  readonly resources: readonly Resource<unknown>[];
  readonly prompts: readonly Prompt<unknown>[];
  /** What `doctor`, which is thorough, and `/readyz` ask. */
  check(signal: AbortSignal, thorough?: boolean): Promise<readonly Check[]>;
  close(): Promise<void>;
}
