import type { EngineRequest } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import { ToolError } from '../errors/tool-error.ts';
import type { RunningCall } from './handed-over.ts';
import type { PlainHttpCall } from './plain-http-call.ts';
import { progressTokenOf } from './request-meta.ts';

/** A call still running after this long goes on behind the library's stream, which is kept open, milliseconds. */
const LIBRARY_AFTER_MS = 50;

/** What is known of a client before the library has its request. */
export type KnownOfClient = Pick<EngineRequest, 'caller' | 'abilities' | 'roots'>;

/** A call that runs before the library has seen its request, and mostly ends before it would have. */
export interface BegunCall extends RunningCall {
  /** Its result; undefined as soon as only the library can answer: the call is slow, asks, tells or throws. */
  readonly result: Promise<CallToolResult | undefined>;
  readonly abort: () => void;
  /** Lets it run to its end although nobody waits for the answer: it can neither ask nor tell any more. */
  readonly leave: () => void;
  /** Resolves when it does not run any more. */
  readonly ended: Promise<void>;
  /** Whether it was aborted, so that nobody waits for its answer. */
  readonly aborted: boolean;
}

/** Begins a call whose request needs the library only for what a plain answer cannot carry. */
export function beginCall(
  call: PlainHttpCall,
  known: KnownOfClient,
  run: (request: EngineRequest) => Promise<CallToolResult>,
): BegunCall {
  const controller = new AbortController();
  const library = Promise.withResolvers<EngineRequest>();
  // Not every call waits for it.
  library.promise.catch(() => {});
  const early = Promise.withResolvers<CallToolResult | undefined>();
  const needsLibrary = () => early.resolve(undefined);
  const toLibrary = () => {
    needsLibrary();
    return library.promise;
  };
  const late = setTimeout(needsLibrary, LIBRARY_AFTER_MS);
  const running = run(begunRequest(call, known, controller.signal, toLibrary));
  const ended = running.then(early.resolve, needsLibrary).then(() => clearTimeout(late));
  return {
    result: early.promise,
    goOn(request) {
      const { signal } = request;
      if (signal.aborted) controller.abort();
      else signal.addEventListener('abort', () => controller.abort(), { once: true });
      library.resolve(request);
      return running;
    },
    abort: () => controller.abort(),
    leave: () =>
      library.reject(new ToolError('cancelled', 'The client does not wait for this call any more.')),
    ended,
    get aborted() {
      return controller.signal.aborted;
    },
  };
}

function begunRequest(
  { id, meta, protocolVersion }: PlainHttpCall,
  known: KnownOfClient,
  signal: AbortSignal,
  library: () => Promise<EngineRequest>,
): EngineRequest {
  return {
    ...known,
    signal,
    transport: 'tcp',
    protocolVersion,
    id: String(id),
    meta,
    progress:
      progressTokenOf(meta) === undefined
        ? undefined
        : (...told) => void library().then(({ progress }) => progress?.(...told), nobodyToTell),
    clientLog: (level, message, fields) =>
      void library().then(({ clientLog }) => clientLog(level, message, fields), nobodyToTell),
    releaseStream: () => void library().then(({ releaseStream }) => releaseStream(), nobodyToTell),
    user: {
      ask: async (key, question, signed) => (await library()).user.ask(key, question, signed),
      request: async (key, method, params) => (await library()).user.request(key, method, params),
    },
  };
}

/** What is told is advisory, and standard error has it already. */
const nobodyToTell = () => {};
