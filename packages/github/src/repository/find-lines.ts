import { ToolError } from '@portolan/runtime';
import { path } from '../client/path.ts';
import type { GitHubCall } from '../client/types.ts';

interface Found {
  readonly sha: string;
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } };
}

/** Larger files are found, but not looked into. */
const maxBytes = 1024 * 1024;

/** Reads a found file and says on which line a text of it begins; undefined where it is not there. */
export async function lineOf({ get }: GitHubCall, { sha, repository }: Found) {
  const { name, owner } = repository;
  try {
    const answer = await get({
      path: path`/repos/${owner.login}/${name}/git/blobs/${sha}`,
      accept: 'application/vnd.github.raw+json',
      maxBytes,
    });
    const content = answer.text();
    return (text: string): number | undefined => {
      const at = content.indexOf(text);
      return at < 0 ? undefined : content.slice(0, at).split('\n').length;
    };
  } catch (error) {
    // The line is an extra: without it the answer still stands.
    if (error instanceof ToolError && (error.code === 'too_large' || error.code === 'not_found')) {
      return () => undefined;
    }
    throw error;
  }
}
