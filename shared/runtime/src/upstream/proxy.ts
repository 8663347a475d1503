import type { Agent } from 'node:http';
import { fail } from '../errors/tool-error.ts';

const agents = new Map<string, Agent>();

/**
 * The agent whose requests go through the proxy that the environment names, as `curl`, `git` and most tools take
 * it: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or the same in small letters.
 *
 * @returns undefined where no proxy is named: Node's own agent is right then
 * @throws ToolError for what is no address of a proxy
 */
export function proxyAgent(protocol: string, env: NodeJS.ProcessEnv = process.env): Agent | undefined {
  const proxy = named(env, protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (proxy === undefined) return undefined;
  const except = named(env, 'no_proxy');
  const key = [protocol, proxy, except].join(' ');
  const agent = agents.get(key) ?? makeAgent(protocol, proxy, except);
  agents.set(key, agent);
  return agent;
}

const named = (env: NodeJS.ProcessEnv, name: string): string | undefined =>
  env[name] || env[name.toUpperCase()] || undefined;

function makeAgent(protocol: string, proxy: string, except: string | undefined): Agent {
  // Not passed on: what the environment names may hold a password, and Node's error would show it.
  if (!isProxy(proxy)) {
    fail('unavailable', 'The proxy that the environment names is not an http or https URL.', {
      next: `Correct ${protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'} and start the server again.`,
    });
  }
  const { Agent } = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
  return new Agent({
    keepAlive: true,
    proxyEnv: { http_proxy: proxy, https_proxy: proxy, ...(except !== undefined && { no_proxy: except }) },
  });
}

const isProxy = (text: string): boolean => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');

/** The status with which a proxy refused to let a request through: nothing was sent to the upstream then. */
export function proxyRefusal(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_PROXY_TUNNEL') return undefined;
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0;
}
