import { SettingsError } from '@portolan/runtime';
import { isLinkLocal, isLoopback } from '@portolan/runtime/upstream';
import type { Settings } from '../config.ts';

/** Where one GitHub answers. */
export interface ApiAddress {
  /** What people call it: `github.com`. */
  readonly host: string;
  /** Of the REST API, without a trailing slash. */
  readonly rest: string;
  /** Everything the server may ask lies below it. */
  readonly base: string;
}

/**
 * The addresses of the GitHub that the settings name.
 *
 * @throws SettingsError for what is no host, is not https, or is this machine or its network's metadata
 */
export function apiAddress(settings: Pick<Settings, 'githubHost' | 'apiUrl' | 'allowLocalHost'>): ApiAddress {
  const { apiUrl, githubHost, allowLocalHost } = settings;
  const rest = apiUrl ?? restAddress(hostOf(githubHost));
  const url = URL.parse(rest);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new SettingsError('--api-url must be an http(s) URL without a user, a query or a fragment.');
  }
  refuseTarget(url, allowLocalHost);
  const address = url.href.replace(/\/+$/, '');
  // An Enterprise Server has GraphQL beside its REST API, at /api/graphql.
  return { host: apiUrl ? url.host : hostOf(githubHost), rest: address, base: address.replace(/\/v3$/, '') };
}

function hostOf(value: string): string {
  const url = URL.parse(/^https?:\/\//i.test(value) ? value : `https://${value}`);
  if (
    url === null ||
    url.protocol !== 'https:' ||
    url.username ||
    url.pathname !== '/' ||
    url.search ||
    url.hash
  ) {
    throw new SettingsError('--github-host must be a host name, such as github.example.com.');
  }
  return url.host;
}

function restAddress(host: string): string {
  if (host === 'github.com' || host === 'api.github.com') return 'https://api.github.com';
  if (host.endsWith('.ghe.com')) return `https://${host.startsWith('api.') ? '' : 'api.'}${host}`;
  return `https://${host}/api/v3`;
}

function refuseTarget({ hostname, protocol }: URL, allowLocalHost: boolean): void {
  if (isLinkLocal(hostname)) {
    throw new SettingsError(`The API may not be at ${hostname}: link-local addresses are never asked.`);
  }
  const local = isLoopback(hostname);
  if (local && !allowLocalHost) {
    throw new SettingsError(`The API at ${hostname} is this machine: --allow-local-host allows it.`);
  }
  if (protocol !== 'https:' && !local) throw new SettingsError('The API must be reached by https.');
}
