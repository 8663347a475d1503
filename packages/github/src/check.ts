import { type Check, ToolError } from '@portolan/runtime';
import type { GitHubCall } from './client/types.ts';
import type { Services } from './services.ts';

const caller = { id: 'operator', kind: 'local', roles: [], scopes: [] } as const;

/** What `doctor` and readiness report: whether GitHub answers, as whom, and what is left of the budget. */
export async function check({ github, settings }: Services, signal: AbortSignal): Promise<readonly Check[]> {
  const name = 'github';
  try {
    const call = await github.for({ caller, signal });
    const left = await budget(call);
    return [{ name, ok: true, detail: `${github.host} answers as ${await who(call)}; ${left}.` }];
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { tenants, callerTokenHeader, token, personalAccessToken, appId } = settings;
    const own = token ?? personalAccessToken ?? appId;
    const whose = [
      ...(tenants === undefined ? [] : ['of the tenants']),
      ...(callerTokenHeader === undefined ? [] : ['that callers bring']),
    ];
    // With those alone the process itself has nothing to work with, and needs nothing.
    if (whose.length > 0 && own === undefined) {
      const detail = `${github.host} is asked with the credentials ${whose.join(' and ')} only.`;
      return [{ name, ok: true, detail }];
    }
    return [{ name, ok: false, detail: `${error.message} ${error.next}` }];
  }
}

async function who({ request, credential }: GitHubCall): Promise<string> {
  if (credential.kind === 'app_installation') return 'an installation of the GitHub App';
  const { data } = await request('GET /user');
  return data.login;
}

/** Asking for the budget costs nothing of it. */
async function budget({ request }: GitHubCall): Promise<string> {
  const { data } = await request('GET /rate_limit');
  return `${data.rate.remaining} of ${data.rate.limit} requests are left this hour`;
}
