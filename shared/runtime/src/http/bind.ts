import { isIPv4 } from 'node:net';

/** Whether only this machine can reach a bind address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Why a bind address is refused, for the settings check; undefined when it is fine. */
export function bindProblem(host: string, authenticated: boolean): string | undefined {
  if (authenticated || isLoopback(host)) return undefined;
  return `--host ${host || '""'}: other machines could call this server without authentication. Set --auth-issuer and --auth-audience, or --api-keys, or bind to 127.0.0.1.`;
}
