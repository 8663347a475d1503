import type { Answer, Caller, ClientAbilities, Question } from '../definition/context.ts';
import type { LogLevel } from '../telemetry/logger.ts';

/** One MCP request as the transports hand it to the engine, whatever the protocol era. */
export interface EngineRequest {
  readonly caller: Caller;
  /** Aborts when the client cancels or goes away. */
  readonly signal: AbortSignal;
  readonly transport: 'pipe' | 'tcp';
  readonly protocolVersion: string | undefined;
  readonly id: string;
  /** `params._meta`. */
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  /** Undefined when the client did not ask for progress. */
  readonly progress: ((done: number, total?: number, message?: string) => void) | undefined;
  /** Sends a log message to the client, where the protocol and its level allow. */
  readonly clientLog: (level: LogLevel, message: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Ends the HTTP stream of this request where its client can come back for the answer. */
  readonly releaseStream: () => void;
  readonly abilities: ClientAbilities;
  readonly user: User;
  /** The folders the client says it works in, as URIs; undefined when it says nothing of them. */
  readonly roots: () => Promise<readonly string[] | undefined>;
}

/** How long a user may take to answer one question, milliseconds. */
export const USER_TIME_MS = 600_000;

/** The user behind the client. */
export interface User {
  /**
   * Asks, or answers with what the user said in an earlier round of the same call.
   *
   * @param signed whether an answer counts only with the state that was signed for this very call when
   *   the question went out; a confirmation needs that, so that no answer is taken over from another call
   * @throws InputNeeded when the client must be sent away to ask and call again
   * @throws ToolError `confirmation_unavailable` when the client cannot ask
   */
  ask(key: string, question: Question, signed?: boolean): Promise<Answer>;
  /**
   * Asks the client for something other than a form: `sampling/createMessage`, `roots/list`.
   *
   * @throws InputNeeded like `ask`
   * @throws MissingAbility when the client does not offer it
   */
  request(key: string, method: ClientMethod, params: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** What a server asks of a client other than to ask its user. */
export type ClientMethod = 'sampling/createMessage' | 'roots/list';

/** Ends a round of a call: the client asks its user and calls again with the answers. Never shown as an error. */
export class InputNeeded extends Error {
  override readonly name = 'InputNeeded';
  readonly inputRequests: Readonly<
    Record<string, { method: string; params: Readonly<Record<string, unknown>> }>
  >;

  constructor(inputRequests: InputNeeded['inputRequests']) {
    super('The client must ask its user first.');
    this.inputRequests = inputRequests;
  }
}

/** Ends a call that needs what its client does not offer: a protocol error, which says what is missing. */
export class MissingAbility extends Error {
  override readonly name = 'MissingAbility';
  readonly ability: keyof ClientAbilities;

  constructor(ability: keyof ClientAbilities) {
    super(`This call needs the client capability "${ability}", which the client does not offer.`);
    this.ability = ability;
  }
}
