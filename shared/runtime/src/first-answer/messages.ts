import { isRecord } from '../json/is-record.ts';
import { isCapabilities, isInfo } from './client-forms.ts';
import type { Manifest } from './manifest.ts';

/** A request this front can answer by itself, or not. Only messages of the plainest form qualify. */
export type Recorded =
  | {
      readonly kind: 'initialize';
      readonly id: string | number;
      readonly version: string;
      /** What the client announced. */
      readonly capabilities: Readonly<Record<string, unknown>>;
      readonly result: unknown;
    }
  | { readonly kind: 'answer'; readonly id: string | number; readonly result: unknown }
  /** The answer to `tools/list`: its result as JSON. */
  | { readonly kind: 'list'; readonly id: string | number; readonly json: string }
  | { readonly kind: 'initialized' }
  | { readonly kind: 'unknown' };

const unknown: Recorded = { kind: 'unknown' };

/**
 * Finds the recorded answer to one message.
 *
 * @param message as it came from JSON
 * @param version the legacy version this connection was initialized with, if it was
 * @param withList whether the recorded list of tools holds under the current settings
 */
export function recorded(
  message: unknown,
  manifest: Manifest,
  version: string | undefined,
  withList: boolean,
): Recorded {
  if (!isRecord(message) || message.jsonrpc !== '2.0' || typeof message.method !== 'string') return unknown;
  const { id, method, params } = message;
  if (method === 'notifications/initialized' && id === undefined && version !== undefined)
    return { kind: 'initialized' };
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) return unknown;
  const known = typeof id === 'string' ? id : Number(id);
  if (method === 'initialize') return initialize(known, params, manifest);
  if (isModern(params, manifest.modernVersion)) return modern(known, method, params, manifest, withList);
  if (version === undefined || !isPlain(params)) return unknown;
  if (method === 'ping') return { kind: 'answer', id: known, result: {} };
  if (method === 'tools/list' && withList) return listed(known, version, manifest);
  return unknown;
}

function listed(id: string | number, version: string, { lists, listOf }: Manifest): Recorded {
  const json = lists[listOf[version] ?? -1];
  return json === undefined ? unknown : { kind: 'list', id, json };
}

function initialize(id: string | number, params: unknown, { initialize: results }: Manifest): Recorded {
  if (!isRecord(params) || typeof params.protocolVersion !== 'string') return unknown;
  const { protocolVersion: version, capabilities, clientInfo, _meta } = params;
  if (
    !Object.hasOwn(results, version) ||
    !isCapabilities(capabilities) ||
    !isInfo(clientInfo) ||
    _meta !== undefined
  ) {
    return unknown;
  }
  return { kind: 'initialize', id, version, capabilities, result: results[version] };
}

function modern(
  id: string | number,
  method: string,
  params: Readonly<Record<string, unknown>>,
  manifest: Manifest,
  withList: boolean,
): Recorded {
  if (Object.keys(params).length !== 1) return unknown;
  if (method === 'server/discover') return { kind: 'answer', id, result: manifest.discover };
  if (method === 'tools/list' && withList) return listed(id, manifest.modernVersion, manifest);
  return unknown;
}

function isModern(params: unknown, version: string): params is Readonly<Record<string, unknown>> {
  if (!isRecord(params) || !isRecord(params._meta)) return false;
  const meta = params._meta;
  return (
    meta['io.modelcontextprotocol/protocolVersion'] === version &&
    isInfo(meta['io.modelcontextprotocol/clientInfo']) &&
    isCapabilities(meta['io.modelcontextprotocol/clientCapabilities']) &&
    Object.keys(meta).length === 3
  );
}

/** No parameters, or nothing in them but a progress token. */
const isPlain = (params: unknown) =>
  params === undefined ||
  (isRecord(params) && Object.keys(params).every((key) => key === '_meta') && !claimsEnvelope(params._meta));

const claimsEnvelope = (meta: unknown) =>
  isRecord(meta) && Object.keys(meta).some((key) => key.startsWith('io.modelcontextprotocol/'));
