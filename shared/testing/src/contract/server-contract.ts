import type { ServerCommand } from '../process/server-command.ts';

/** One call of a tool. */
export interface SampleCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A call that takes a while. */
export interface LongCall extends SampleCall {
  /** Whether it is worked on now, as somebody beside the server sees it. */
  readonly underWay: () => boolean | Promise<boolean>;
}

/** What the contract suite needs to know of a server. */
export interface ServerContract {
  /** The server's name as declared: `notes`. */
  readonly name: string;
  /** Its executable, without arguments of its own. */
  readonly bin: ServerCommand;
  /** Arguments it needs to start; asked for inside tests, so they may name what `beforeAll` made. */
  readonly args?: () => readonly string[];
  /** Every tool by name, in the order of `tools/list`. */
  readonly expectedTools: readonly string[];
  /** The tools that `--read-only` leaves. */
  readonly readTools: readonly string[];
  /** Every resource template by URI and every prompt by name, with the tools each needs. */
  readonly documents: Readonly<Record<string, readonly string[]>>;
  /** A read that works as often as it is called. */
  readonly sampleRead: SampleCall;
  /** A read in which one argument is of a wrong type. */
  readonly badArgument: SampleCall & { readonly argument: string };
  /** A write or destroy that works as often as it is called; the suite starts the server with `--yes`. */
  readonly sampleWrite?: SampleCall;
  /** A read that takes some minutes at least when nothing stops it. */
  readonly sampleSlow?: LongCall;
  /** A read that takes about a second and then works, for the drain. */
  readonly sampleBrief?: LongCall;
  /** A read whose answer is well over 1,024 bytes, of a tool without a limit of its own. */
  readonly sampleBig?: SampleCall;
}
