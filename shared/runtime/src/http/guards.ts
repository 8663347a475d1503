import type { IncomingHttpHeaders } from 'node:http';
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import { isLoopback } from './bind.ts';
import type { Refusal } from './replies.ts';
import type { GuardSettings } from './types.ts';

/** Decides on a request by its Host and Origin headers alone. */
export interface Guards {
  /** Why a request is refused for its Host or Origin header; undefined when it may pass. */
  refusal(headers: IncomingHttpHeaders): Refusal | undefined;
  /** CORS headers for a page of an explicitly allowed origin; undefined for anything else. */
  cors(headers: IncomingHttpHeaders): Record<string, string> | undefined;
}

/**
 * Guards against DNS rebinding and foreign web pages. On loopback only names of this machine and the
 * allowed ones pass; elsewhere the Host is checked when hosts are listed, and a page passes when it is
 * of an allowed origin or of the server's own host.
 */
export function createGuards(host: string, settings: GuardSettings = {}): Guards {
  const local = isLoopback(host);
  const listedHosts = (settings.allowedHosts ?? []).map(hostName);
  const hosts = local ? [...localhostAllowedHostnames(), ...listedHosts] : listedHosts;
  const listedOrigins = settings.allowedOrigins ?? [];
  const exact = new Set(listedOrigins.filter((entry) => entry.includes('://')).map(originOf));
  const names = listedOrigins.filter((entry) => !entry.includes('://')).map(hostName);
  const isListed = (origin: string) => exact.has(origin) || validateOriginHeader(origin, names).ok;

  return {
    refusal({ host: hostHeader, origin }) {
      const checked = validateHostHeader(hostHeader, hosts);
      if (hosts.length > 0 && !checked.ok) return refuse('invalid_host', 'Host', '--allowed-hosts');
      // On loopback the listed names are all there are; elsewhere any name may come, but it must be one.
      if (hostHeader !== undefined && !isAuthority(hostHeader)) return malformedHost;
      if (!origin || isListed(origin)) return undefined;
      const own = local ? localhostAllowedOrigins() : [hostName(hostHeader ?? '')];
      return validateOriginHeader(origin, own).ok
        ? undefined
        : refuse('invalid_origin', 'Origin', '--allowed-origins');
    },
    cors({ origin }) {
      if (!origin || !isListed(origin)) return undefined;
      return {
        'access-control-allow-origin': origin,
        'access-control-expose-headers':
          'WWW-Authenticate, Retry-After, Mcp-Session-Id, MCP-Protocol-Version',
        vary: 'Origin',
      };
    },
  };
}

const malformedHost: Refusal = {
  status: 400,
  code: 'bad_request',
  message: 'The Host header of this request is malformed.',
};

/** Whether a Host header names a host and at most a port (RFC 9110, section 7.2). */
const isAuthority = (host: string) => /^[^\s/?#@\\]+$/.test(host) && URL.canParse(`http://${host}`);

function refuse(code: string, header: string, flag: string): Refusal {
  return {
    status: 403,
    code,
    message: `The ${header} header of this request is not allowed. The operator allows it with ${flag}.`,
  };
}

/** The name in `name`, `name:port` or `https://name:port`, as the SDK compares it; empty when it is none. */
function hostName(entry: string): string {
  return URL.parse(entry.includes('://') ? entry : `http://${entry}`)?.hostname ?? '';
}

function originOf(entry: string): string {
  return URL.parse(entry)?.origin ?? entry;
}
