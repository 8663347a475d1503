import type { IncomingHttpHeaders } from 'node:http';
import { isJsonContentType, type RequestId, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { ClientAbilities } from '../definition/context.ts';
import { isRecord } from '../json/is-record.ts';
import type { Envelopes } from './known-envelopes.ts';
import { MODERN_VERSION } from './modern-version.ts';
import { isPlainMeta } from './request-meta.ts';
import { isToolCallWithMeta } from './stdio/tool-call.ts';

/** A right `tools/call` over HTTP that needs nothing of the library to be understood. */
export interface PlainHttpCall {
  readonly id: RequestId;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  readonly protocolVersion: string;
  /** What the client of a modern request can do; undefined in the legacy era, which says so once a session. */
  readonly abilities: ClientAbilities | undefined;
  /** The legacy session it belongs to. */
  readonly session: string | undefined;
}

/**
 * Reads a call of the plainest form. Whatever has another form, right or wrong, is for the library: this
 * refuses nothing.
 */
export function plainHttpCall(
  headers: IncomingHttpHeaders,
  body: unknown,
  envelopes: Envelopes,
): PlainHttpCall | undefined {
  if (!isToolCallWithMeta(body) || !isNegotiated(headers)) return undefined;
  const { name, arguments: args = {}, _meta: meta } = body.params ?? {};
  const { 'mcp-protocol-version': version, 'mcp-session-id': session } = headers;
  if (typeof name !== 'string' || !isRecord(args) || typeof version !== 'string') return undefined;
  if (Array.isArray(session) || (meta !== undefined && !isRecord(meta))) return undefined;
  const call = { id: body.id, name, args, meta, protocolVersion: version, session };
  if (legacyVersions.has(version)) {
    return meta === undefined || isPlainMeta(meta) ? { ...call, abilities: undefined } : undefined;
  }
  if (version !== MODERN_VERSION || session !== undefined || meta === undefined) return undefined;
  const abilities = isRepeated(headers, name) ? envelopes(body, meta) : undefined;
  return abilities && { ...call, abilities };
}

const legacyVersions: ReadonlySet<string> = new Set(SUPPORTED_PROTOCOL_VERSIONS);

/** Whether the headers say what the body does, as they must in the modern era. */
const isRepeated = (headers: IncomingHttpHeaders, name: string) =>
  headers['mcp-method'] === 'tools/call' && headers['mcp-name'] === name;

const isNegotiated = ({ accept, 'content-type': type }: IncomingHttpHeaders) =>
  isJsonContentType(type) && accept?.includes('application/json') && accept.includes('text/event-stream');
