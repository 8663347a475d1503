import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Late } from '../lifecycle/late.ts';
import type { Library } from './library.ts';

/** Who serves a value, and who is told when nobody can. */
export interface InboundOptions {
  readonly library: Late<Library>;
  /** Serves what needs no library; false leaves a value to it. Not asked once the library is there. */
  readonly take: (value: unknown) => boolean;
  readonly serve: (message: JSONRPCMessage) => void;
  /** A message could not be served. */
  readonly failed: (error: unknown) => void;
  /** A value is no message. */
  readonly malformed: (error: unknown, value: unknown) => void;
  /** The library could not be loaded, and a value waited for it. */
  readonly lost: (error: unknown, value: unknown) => void;
}

/**
 * Takes what comes over a wire, in its order. The first message that needs the library has it loaded, and
 * whatever comes meanwhile waits behind that message.
 */
export function createInbound({ library, take, serve, failed, malformed, lost }: InboundOptions) {
  let waiting: unknown[] | undefined;
  const attempt = (run: () => void) => {
    try {
      run();
    } catch (error) {
      failed(error);
    }
  };
  const serveParsed = (parse: Library['parse'], value: unknown) => {
    let message: JSONRPCMessage;
    try {
      message = parse(value);
    } catch (error) {
      return malformed(error, value);
    }
    serve(message);
  };
  const serveWaiting = async (values: unknown[]) => {
    try {
      const { parse } = await library.load();
      waiting = undefined;
      for (const value of values) attempt(() => serveParsed(parse, value));
    } catch (error) {
      waiting = undefined;
      for (const value of values) lost(error, value);
    }
  };
  return (value: unknown): void => {
    if (waiting) {
      waiting.push(value);
      return;
    }
    const loaded = library.now();
    attempt(() => {
      if (loaded) return loaded.isPlain(value) ? serve(value) : serveParsed(loaded.parse, value);
      if (take(value)) return;
      waiting = [value];
      void serveWaiting(waiting);
    });
  };
}
