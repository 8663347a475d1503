import type { CommonSettings } from './every-server.ts';

const asksNobody = 'there is one caller, who started the server and is asked for no key or token';
const hearsNobody = 'nothing listens, and no request names a host or an origin';

/** Settings that mean something over HTTP alone, and why on stdio they do not. */
export const httpAlone: readonly {
  readonly key: keyof CommonSettings;
  readonly flag: string;
  readonly onStdio: string;
}[] = [
  { key: 'authIssuer', flag: '--auth-issuer', onStdio: asksNobody },
  { key: 'authAudience', flag: '--auth-audience', onStdio: asksNobody },
  { key: 'apiKeys', flag: '--api-keys', onStdio: asksNobody },
  { key: 'authScopes', flag: '--auth-scopes', onStdio: asksNobody },
  { key: 'authRolesClaim', flag: '--auth-roles-claim', onStdio: asksNobody },
  { key: 'host', flag: '--host', onStdio: hearsNobody },
  { key: 'port', flag: '--port', onStdio: hearsNobody },
  { key: 'allowedHosts', flag: '--allowed-hosts', onStdio: hearsNobody },
  { key: 'allowedOrigins', flag: '--allowed-origins', onStdio: hearsNobody },
];
