import type { Caller } from '../definition/context.ts';
import type { EngineRequest } from '../engine/request.ts';
import { nobody } from './nobody.ts';

/** The request behind a watch, which outlives the message that began it. */
export function watchRequest(caller: Caller): EngineRequest {
  return {
    caller,
    signal: new AbortController().signal,
    transport: 'pipe',
    protocolVersion: undefined,
    id: 'watch',
    meta: undefined,
    progress: undefined,
    clientLog: () => {},
    releaseStream: () => {},
    abilities: { elicitation: false, sampling: false, roots: false, tasks: false },
    user: nobody,
    roots: async () => undefined,
  };
}
