import type { IncomingHttpHeaders } from 'node:http';

/** What a request says it is by; nothing here is verified yet. */
export type Credential =
  | { readonly kind: 'none' | 'several' }
  | { readonly kind: 'api_key'; readonly key: string }
  /** An `Authorization` header as it came; `isJwt` when it holds three base64url parts. */
  | { readonly kind: 'authorization'; readonly header: string; readonly isJwt: boolean };

const jwt = /^bearer [\w-]+\.[\w-]+\.[\w-]*$/i;
const bearer = /^bearer +(\S+)$/i;

/** Finds the one credential of a request. Two at once are refused: which of them counts must not be a guess. */
export function credentialIn(headers: IncomingHttpHeaders): Credential {
  const key = headers['x-api-key'];
  const header = headers.authorization;
  if (key !== undefined && header !== undefined) return { kind: 'several' };
  if (typeof key === 'string') return { kind: 'api_key', key };
  if (header !== undefined) return { kind: 'authorization', header, isJwt: jwt.test(header) };
  return { kind: 'none' };
}

/** The token of a bearer header; undefined for another scheme. */
export function bearerToken(header: string): string | undefined {
  return bearer.exec(header)?.[1];
}
