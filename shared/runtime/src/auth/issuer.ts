import type { OAuthMetadata } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { isLinkLocal, isLoopback } from '../upstream/hosts.ts';
import { fetchJson } from './fetch-json.ts';

const metadataSchema = z.looseObject({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  response_types_supported: z.array(z.string()).default([]),
});

/** What is used of an issuer's metadata, checked to be its own. */
export interface IssuerMetadata {
  readonly jwksUri: string;
  /** As the provider publishes it, for the mirror that older clients look for. */
  readonly published: OAuthMetadata;
}

/**
 * Finds an issuer's metadata: OpenID Connect Discovery first, then RFC 8414.
 *
 * @throws Error when nothing answers, or the document names another issuer (OIDC Discovery 4.3, RFC 8414 3.3)
 */
export async function discover(issuer: string): Promise<IssuerMetadata> {
  const failures: string[] = [];
  for (const url of metadataUrls(issuer)) {
    let document: unknown;
    try {
      document = await fetchJson(url);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      continue;
    }
    return readMetadata(issuer, url, document);
  }
  throw new Error(`The issuer's metadata cannot be read: ${failures.join('; ')}.`);
}

/** The places where metadata may be, in the order of the MCP authorization specification. */
function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const urls = [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ];
  return [...new Set(urls)];
}

function readMetadata(issuer: string, url: string, document: unknown): IssuerMetadata {
  const parsed = metadataSchema.safeParse(document);
  if (!parsed.success) throw new Error(`${url} is not issuer metadata: ${z.prettifyError(parsed.error)}.`);
  const metadata = parsed.data;
  if (metadata.issuer !== issuer) {
    throw new Error(`${url} names the issuer ${metadata.issuer}, not ${issuer}: set --auth-issuer to that.`);
  }
  const keys = new URL(metadata.jwks_uri);
  if (!isSecureUrl(metadata.jwks_uri)) {
    throw new Error(`${url} names keys at ${metadata.jwks_uri}, which is not https.`);
  }
  // The issuer is the operator's choice, but not a way into this machine or to the credentials of its cloud.
  if (isLinkLocal(keys.hostname) || (isLoopback(keys.hostname) && !isLoopback(new URL(issuer).hostname))) {
    throw new Error(`${url} names keys at ${metadata.jwks_uri}, which is an address of this machine.`);
  }
  return {
    jwksUri: metadata.jwks_uri,
    published: {
      ...metadata,
      authorization_endpoint: metadata.authorization_endpoint ?? issuer,
      token_endpoint: metadata.token_endpoint ?? issuer,
    },
  };
}

/** Whether what is fetched from a URL can be trusted: https, or plain http on this machine. */
export function isSecureUrl(value: string): boolean {
  const url = new URL(value);
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
