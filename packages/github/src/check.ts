import { type Check, ToolError } from '@portolan/runtime';
import type { Services } from './services.ts';

const caller = { id: 'operator', kind: 'local', roles: [], scopes: [] } as const;

/** What `doctor` and readiness report: whether GitHub answers, and as whom. */
export async function check({ github }: Services, signal: AbortSignal): Promise<readonly Check[]> {
  const name = 'github';
  try {
    const { request } = await github.for({ caller, signal });
    const { data } = await request('GET /user');
    return [{ name, ok: true, detail: `${github.host} answers as ${data.login}.` }];
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return [{ name, ok: false, detail: `${error.message} ${error.next}` }];
  }
}
