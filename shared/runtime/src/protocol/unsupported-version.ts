import {
  isJSONRPCRequest,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/server';
import { MODERN_VERSION } from './modern-version.ts';

/** The refusal of a request that names a version of the protocol which it cannot be served in. */
export function unsupportedVersion(message: JSONRPCMessage): JSONRPCErrorResponse | undefined {
  if (!isJSONRPCRequest(message)) return undefined;
  const requested = message.params?._meta?.[PROTOCOL_VERSION_META_KEY];
  if (typeof requested !== 'string' || requested === MODERN_VERSION) return undefined;
  const error = new UnsupportedProtocolVersionError({ supported: [MODERN_VERSION], requested });
  return {
    jsonrpc: '2.0',
    id: message.id,
    error: { code: error.code, message: error.message, data: error.data },
  };
}
