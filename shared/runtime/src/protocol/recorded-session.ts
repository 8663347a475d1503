import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Engine } from '../engine/engine.ts';
import type { Opened } from '../first-answer/first-answer.ts';
import { isRecord } from '../json/is-record.ts';
import type { Late } from '../lifecycle/late.ts';
import { isPlainCancellation } from './cancelled-id.ts';
import type { ClientRequests } from './client-requests.ts';
import { localCaller } from './connection.ts';
import { isPlainList } from './direct-lists.ts';
import { hasMethod } from './has-method.ts';
import type { ChangeListener, Hub } from './hub.ts';
import type { Library } from './library.ts';
import { createClientRoots } from './roots.ts';
import { legacyAbilities, type Session } from './session.ts';
import { isPlainToolCall } from './stdio/tool-call.ts';
import { notify, type Wire } from './wire.ts';

/** The connection, how its handshake went, and the library for what goes beyond the record. */
export interface RecordedSessionOptions {
  readonly engine: Engine;
  readonly hub: Hub;
  readonly opened: Opened;
  readonly library: Late<Library>;
  readonly wire: Wire;
  readonly asked: ClientRequests;
}

/** A connection whose handshake was answered from the build's record, as far as it needs no protocol library. */
export interface RecordedSession {
  /** The connection; undefined once its client began it anew, which only the library serves. */
  session(): Session | undefined;
  /** Takes what can be served without the library; false leaves it to that. */
  take(value: unknown, serve: (message: JSONRPCMessage) => void): boolean;
  /** Looks at every message, also once the library is there. */
  see(message: JSONRPCMessage): void;
  /** From now on the library tells the client of changes, or nobody does. */
  leave(): void;
}

/** Goes on where the recorded handshake ended. It hears of changes from the hub until `leave`. */
export function createRecordedSession(options: RecordedSessionOptions): RecordedSession {
  const { engine, hub, opened, library, wire, asked } = options;
  const { capabilities, protocolVersion } = opened;
  const { roots, changed } = createClientRoots({
    announced: () => Boolean(capabilities.roots),
    list: async () => Roots.parse(await asked.ask('roots/list')).roots,
    log: engine.parts.log,
  });
  const session: Session = {
    protocolVersion,
    abilities: legacyAbilities(capabilities),
    roots,
    log(level, data) {
      const loaded = library.now()?.legacySession();
      // Who sets a level has the library loaded by that.
      if (loaded) loaded.log(level, data);
      else notify(wire, 'notifications/message', { level, data });
    },
  };
  let begunAnew = false;
  return {
    session: () => (begunAnew ? undefined : session),
    take(value, serve) {
      if (
        isPlainToolCall(value) ||
        isPlainList(value) ||
        isPlainCancellation(value) ||
        isRootsChange(value)
      ) {
        serve(value);
        return true;
      }
      return answer(options, value);
    },
    see(message) {
      if (hasMethod(message, 'notifications/roots/list_changed')) changed();
      if (hasMethod(message, 'initialize')) begunAnew = true;
    },
    leave: hub.join(changeListener(wire, opened)),
  };
}

const Roots = z.object({ roots: z.array(z.object({ uri: z.string().startsWith('file://') })) });

/** Answers `ping` and `tools/list` from the record; a list without the tools that are not offered any more. */
function answer({ engine, opened, wire }: RecordedSessionOptions, value: unknown): boolean {
  const found = opened.recorded(value);
  if (found.kind !== 'answer' && found.kind !== 'list') return false;
  const result = found.kind === 'list' ? offeredOf(JSON.parse(found.json), engine) : found.result;
  if (!isRecord(result)) return false;
  // A client that went away is noticed by the wire.
  wire.send({ jsonrpc: '2.0', id: found.id, result: { ...result } }).catch(() => {});
  return true;
}

/** Undefined where the record does not have all tools there are now. */
function offeredOf(list: unknown, { tools }: Engine): unknown {
  if (!isRecord(list) || !Array.isArray(list.tools)) return undefined;
  const names = tools.names(localCaller);
  const offered = list.tools.filter((tool) => isRecord(tool) && names.has(String(tool.name)));
  return offered.length === names.size ? { ...list, tools: offered } : undefined;
}

/** Without the library nobody has subscribed to a resource. */
function changeListener(wire: Wire, { offers }: Opened): ChangeListener {
  const changed = (kind: 'tools' | 'resources' | 'prompts') => () => {
    if (offers(kind)) notify(wire, `notifications/${kind}/list_changed`);
  };
  return {
    resourceUpdated: () => {},
    resourceListChanged: changed('resources'),
    toolListChanged: changed('tools'),
    promptListChanged: changed('prompts'),
  };
}

const isRootsChange = (value: unknown): value is JSONRPCMessage =>
  hasMethod(value, 'notifications/roots/list_changed') &&
  isRecord(value) &&
  value.jsonrpc === '2.0' &&
  Object.keys(value).length === 2;
