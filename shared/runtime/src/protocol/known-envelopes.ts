import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  classifyInboundRequest,
  isSpecType,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server';
import type { ClientAbilities } from '../definition/context.ts';
import { MODERN_VERSION } from './modern-version.ts';
import { isPlainMeta } from './request-meta.ts';
import { modernAbilities } from './session.ts';

/** Clients seen at once; each sends one envelope all the time. */
const MAX_KNOWN = 256;
/** Longer envelopes are left to the library each time, so that what is kept stays small. */
const MAX_LENGTH = 2_048;

/** What the client of a modern request can do; undefined where the library must look at the request. */
export type Envelopes = (
  body: unknown,
  meta: Readonly<Record<string, unknown>>,
) => ClientAbilities | undefined;

/**
 * Remembers the envelopes of `_meta` that the library found right: a client repeats the same one with
 * every request, and to look at it each time costs more than many calls.
 */
export function createKnownEnvelopes(): Envelopes {
  const known = new Map<string, ClientAbilities>();
  return (body, meta) => {
    const {
      [PROTOCOL_VERSION_META_KEY]: version,
      [CLIENT_INFO_META_KEY]: info,
      [CLIENT_CAPABILITIES_META_KEY]: capabilities,
      ...more
    } = meta;
    if (version !== MODERN_VERSION || !isPlainMeta(more)) return undefined;
    const key = textOf([version, info, capabilities]);
    if (key === undefined || key.length > MAX_LENGTH) return undefined;
    const before = known.get(key);
    if (before !== undefined) return before;
    const outcome = classifyInboundRequest({
      httpMethod: 'POST',
      protocolVersionHeader: version,
      body,
    });
    if (outcome.kind !== 'modern' || !isSpecType.ClientCapabilities(capabilities)) return undefined;
    if (known.size >= MAX_KNOWN) known.clear();
    const abilities = modernAbilities(capabilities);
    known.set(key, abilities);
    return abilities;
  };
}

/** Undefined for what nests too deep to be written. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
