import type { Audit } from '../audit/types.ts';
import type { Caller } from '../definition/context.ts';
import type { ConnectedServer, ServerModule } from '../definition/server.ts';
import type { RateLimiter } from '../limits/types.ts';
import type { Policy } from '../policy/types.ts';
import type { Redactor } from '../redact/types.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Telemetry } from '../telemetry/types.ts';

/** What the one path of every call is made of. */
export interface EngineParts {
  readonly server: ServerModule;
  /** Connects on the first call that needs the services; the same promise ever after. */
  readonly connected: () => Promise<ConnectedServer>;
  /** What the server knows of a tool's use to a caller; true as long as it is not connected. */
  readonly offers: (tool: string, caller: Caller) => boolean;
  /** What the flags allow and what the policy file allows, both. */
  readonly policy: Policy;
  /** What scopes and the policy file say of resources and prompts. */
  readonly documentPolicy: Policy;
  /** Whether the flags leave all of these tools: those a resource or prompt needs. */
  readonly leaves: (tools: readonly string[]) => boolean;
  readonly limiter: RateLimiter;
  readonly audit: Audit;
  readonly redactor: Redactor;
  readonly telemetry: Telemetry;
  readonly log: Logger;
  readonly notifications: Notifications;
  /** Tells when the policy is another; answers how to hear no more of it. Missing where it never changes. */
  readonly onPolicyChange?: ((listener: () => void) => () => void) | undefined;
  readonly options: EngineOptions;
}

/** Limits of every call. */
export interface EngineOptions {
  /** Deadline of a call whose tool names none, milliseconds. */
  readonly timeoutMs: number;
  /** Size limit of an answer whose tool names none, bytes. */
  readonly maxAnswerBytes: number;
  /** Destructive tools run without asking the user. */
  readonly yes: boolean;
  readonly redactOutput: boolean;
}

/** Change notifications, delivered to every connection that asked for them. */
export interface Notifications {
  resourceUpdated(uri: string): void;
  resourceListChanged(): void;
  toolListChanged(): void;
  promptListChanged(): void;
}
