import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { path as apiPath } from '../client/path.ts';
import type { GitHubCall } from '../client/types.ts';
import type { Place } from '../lockdown/lockdown.ts';
import { present } from '../schema/present.ts';

const Entry = z
  .object({
    name: z.string(),
    type: z.string(),
    size: z.number(),
    sha: z.string(),
    download_url: z.string().nullish(),
  })
  // Listings call a submodule a file, as they always have; it alone cannot be downloaded.
  .transform(({ download_url, type, ...entry }) => ({
    ...entry,
    type: type === 'file' && !download_url ? 'submodule' : type,
  }));

/** What the contents API answers for one path. */
const Contents = z.union([
  z.object({
    type: z.literal('file'),
    sha: z.string(),
    size: z.number(),
    content: z.string(),
    encoding: z.string(),
  }),
  z.object({ type: z.literal('symlink'), sha: z.string(), target: z.string() }),
  z.object({
    type: z.literal('submodule'),
    sha: z.string(),
    submodule_git_url: z.string().nullish(),
  }),
  z.array(Entry).transform((entries) => ({ type: 'dir' as const, entries })),
]);

export type Contents =
  | Exclude<z.output<typeof Contents>, { type: 'file' }>
  | { readonly type: 'file'; readonly sha: string; readonly size: number; readonly bytes: Uint8Array };

/** Largest file read whole, bytes. */
const maxFileBytes = 10 * 1024 * 1024;

/**
 * What is at a path. GitHub follows a symbolic link to a file of the same repository by itself.
 *
 * @param ref the default branch where it is left out
 * @throws ToolError `not_found`, `too_large`
 */
export async function readPath(
  call: GitHubCall,
  { owner, repo }: Place,
  path: string,
  ref: string | undefined,
): Promise<Contents> {
  const { data } = await call
    .with({ maxBytes: 2 * maxFileBytes })
    .request('GET /repos/{owner}/{repo}/contents/{path}', {
      owner,
      repo,
      path,
      ...present({ ref }),
    });
  const contents = Contents.safeParse(data);
  if (!contents.success) return fail('unsupported', `GitHub answers ${path} in a form that is not known.`);
  const found = contents.data;
  if (found.type !== 'file') return found;
  const { sha, size } = found;
  // Beyond 1 MB the contents API answers without the content.
  const bytes =
    found.encoding === 'base64'
      ? Buffer.from(found.content, 'base64')
      : await readBlob(call, { owner, repo }, sha);
  return { type: 'file', sha, size, bytes };
}

/** @throws ToolError `too_large` over 10 MiB */
export async function readBlob(
  { get }: GitHubCall,
  { owner, repo }: Place,
  sha: string,
): Promise<Uint8Array> {
  const { body } = await get({
    path: apiPath`/repos/${owner}/${repo}/git/blobs/${sha}`,
    accept: 'application/vnd.github.raw+json',
    maxBytes: maxFileBytes,
  });
  return body;
}
