import { fail } from '../errors/tool-error.ts';
import type { Agents } from './agents.ts';
import type { Prepared } from './attempt.ts';
import type { FetchOptions, UpstreamOptions, UpstreamRequest } from './types.ts';

const defaultMaxBytes = 10 * 1024 * 1024;
const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });

/** Decides where a request goes and what it carries. */
export function prepare(
  request: UpstreamRequest,
  call: FetchOptions,
  options: UpstreamOptions & { readonly agents: Agents },
): Prepared {
  const authorize = options.authorize ?? bearer;
  const secret = call.credential === undefined ? {} : authorize(call.credential);
  const method = request.method ?? 'GET';
  return {
    method,
    url: locate(request, options),
    headers: fields({ 'user-agent': 'portolan' }, options.headers, request.headers, secret),
    body: request.body,
    agents: options.agents,
    accept: call.accept ?? ((status) => status >= 200 && status < 300),
    read: call.read ?? (method === 'GET' || method === 'HEAD'),
    foreign: call.foreign === true,
    rateLimitMs: options.rateLimitMs,
    consume: call.consume,
    maxBytes: call.maxBytes ?? options.maxBytes ?? defaultMaxBytes,
  };
}

/** The credential goes nowhere but below the base URL, whatever a path holds. */
function locate(request: UpstreamRequest, { name, baseUrl }: UpstreamOptions): URL {
  if (hasDots(request.path)) {
    return fail('invalid_arguments', `A value of this call would lead to another address of ${name}.`, {
      next: 'Leave "." and ".." out of names.',
    });
  }
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  const whole = /^https?:\/\//i.test(request.path);
  const path = whole ? request.path : `${base.href}${request.path.replace(/^\/+/, '')}`;
  const url = URL.canParse(path) ? new URL(path) : undefined;
  if (
    url?.origin !== base.origin ||
    !url.pathname.startsWith(base.pathname) ||
    url.username ||
    url.password
  ) {
    return fail('invalid_arguments', `The address of the request is not below that of ${name}.`);
  }
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  return url;
}

/**
 * Whether a part of a path is `.` or `..`, also within one whose slashes are encoded: a URL would be another one by
 * it, on the way or at the upstream.
 */
const hasDots = (path: string): boolean =>
  (path.split(/[?#]/, 1)[0] ?? '')
    .replaceAll(/%2e/gi, '.')
    .split(/[/\\]|%2f|%5c/i)
    .some((part) => part === '.' || part === '..');

/**
 * Later fields of a name replace earlier ones.
 *
 * @throws TypeError for a name or value that no request can carry
 */
function fields(
  ...groups: readonly (Readonly<Record<string, string>> | undefined)[]
): Record<string, string> {
  const { validateHeaderName, validateHeaderValue } = process.getBuiltinModule('node:http');
  const all: Record<string, string> = {};
  for (const group of groups) {
    for (const [name, given] of Object.entries(group ?? {})) {
      // What stands at its ends is no part of a value (RFC 9110): a token read from a file ends with a line break.
      const value = given.replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
      validateHeaderName(name);
      validateHeaderValue(name, value);
      all[name.toLowerCase()] = value;
    }
  }
  return all;
}
