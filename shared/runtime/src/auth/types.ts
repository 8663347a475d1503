import type { IncomingHttpHeaders } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Caller } from '../definition/context.ts';
import type { Check } from '../definition/server.ts';
import { SettingsError } from '../settings/settings-error.ts';

/** An OpenID provider or OAuth authorization server whose access tokens are accepted. */
export interface IssuerSettings {
  /** Exactly the `iss` of its tokens, trailing slash included. */
  readonly issuer: string;
  /** What a token's `aud` must contain: this server's resource identifier. */
  readonly audience: string;
  /** The public URL of the MCP endpoint, when the audience is not that URL itself. */
  readonly resource?: string;
  /** Scopes that every call needs; without one the answer is 403 with a scope challenge. */
  readonly requiredScopes?: readonly string[];
  /** Scopes named in the metadata document, beside the required ones. */
  readonly supportedScopes?: readonly string[];
  /** Where the roles are: a claim's name or a dotted path such as `realm_access.roles`. Default `roles`. */
  readonly rolesClaim?: string;
  /** Signature algorithms, asymmetric only. Default: the RS, PS and ES families and EdDSA. */
  readonly algorithms?: readonly string[];
}

/** Who says who a caller is; neither means that nobody does. */
export interface AuthSettings {
  readonly oidc?: IssuerSettings;
  /** A JSON or YAML file of hashed keys; it is read again when it changes. */
  readonly apiKeysFile?: string;
}

/** A caller whose credential was checked. */
export interface Authenticated {
  readonly caller: Caller;
  /** For the MCP endpoint. Its `token` is withheld: nothing behind this point can pass it on. */
  readonly authInfo: AuthInfo;
}

/** Tells callers by their credentials. */
export interface Authenticator {
  /** Establishes the caller, or answers the challenge to send: 401, 403, or 503 when the issuer is away. */
  authenticate(headers: IncomingHttpHeaders): Promise<Authenticated | Response>;
  /** The 403 by which a client learns for which scope to ask, of a call that needs one more. */
  scopeChallenge(scope: string): Response;
  /** The RFC 9728 and RFC 8414 documents; undefined for any other path, or without an issuer. */
  wellKnown(request: Request): Promise<Response | undefined>;
  /** Where `wellKnown` answers what clients look for first; none without an issuer. */
  readonly metadataPaths: readonly string[];
  /** For readiness: are the issuer's keys at hand, is the key file valid. */
  check(): Promise<readonly Check[]>;
}

/** The issuer's keys cannot be had now: the caller is neither known nor refused. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number, cause?: unknown) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** A setting of authentication that cannot work; the message names the flag and the rule. */
export class AuthSettingsError extends SettingsError {}
