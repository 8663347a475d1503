import { fail } from '@portolan/runtime';
import type { Settings } from '../config.ts';
import { type Credentials, kindOf } from './types.ts';

/** The credentials that the settings give. */
export function createCredentials(settings: Settings): Credentials {
  const token = settings.token ?? settings.personalAccessToken;
  return {
    async of() {
      if (token !== undefined) return { secret: token, kind: kindOf(token) };
      return fail('permission_denied', 'No credential for GitHub is set.', {
        next: 'Ask the operator to set GITHUB_TOKEN, or a GitHub App.',
      });
    },
  };
}
