import type { Logger } from '@portolan/runtime';
import { createUpstream, type Upstream } from '@portolan/runtime/upstream';
import packageJson from '../../package.json' with { type: 'json' };
import type { Settings } from '../config.ts';
import type { ApiAddress } from './api-address.ts';
import { explain } from './explain.ts';
import { budgetOf, rateLimitMs } from './rate-limit.ts';

/** The version of the REST API whose description the tests check against. */
const apiVersion = '2022-11-28';

/** The one way to one GitHub, with what is particular to it. */
export const createGitHubUpstream = (
  address: ApiAddress,
  { attemptTimeoutMs }: Pick<Settings, 'attemptTimeoutMs'>,
  log: Logger,
): Upstream =>
  createUpstream({
    name: 'GitHub',
    baseUrl: address.base,
    log,
    headers: {
      'user-agent': `portolan-github/${packageJson.version}`,
      'x-github-api-version': apiVersion,
    },
    attemptTimeoutMs,
    rateLimitMs,
    budgetOf,
    explain,
  });
