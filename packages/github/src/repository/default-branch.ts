import type { GitHubCall } from '../client/types.ts';
import type { Place } from '../lockdown/lockdown.ts';

export async function defaultBranch({ request }: GitHubCall, { owner, repo }: Place): Promise<string> {
  const { data } = await request('GET /repos/{owner}/{repo}', { owner, repo });
  return data.default_branch;
}
