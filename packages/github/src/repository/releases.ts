import { boundText, cleanProse, showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { present } from '../schema/present.ts';

export const Release = z.looseObject({ id: z.int(), tag: z.string(), name: z.string().optional() });

interface GitHubRelease {
  readonly id: number;
  readonly tag_name: string;
  readonly target_commitish: string;
  readonly name: string | null;
  readonly body?: string | null;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly published_at: string | null;
  readonly author: { readonly login: string } | null;
  readonly html_url: string;
  readonly assets: readonly {
    readonly name: string;
    readonly size: number;
    readonly download_count: number;
  }[];
}

/** A release with so much of its notes; flags that are off are left out. */
export function releaseOf(release: GitHubRelease, maxBodyBytes: number) {
  const body = boundText(cleanProse(release.body ?? ''), maxBodyBytes);
  return {
    id: release.id,
    tag: showHidden(release.tag_name),
    ...present({
      name: release.name && cleanProse(release.name),
      target: showHidden(release.target_commitish),
      draft: release.draft || undefined,
      prerelease: release.prerelease || undefined,
      published_at: release.published_at,
      author: release.author?.login,
      // Of a draft only; that of any other follows from its tag.
      url: release.draft ? release.html_url : undefined,
      assets: release.assets
        .slice(0, 30)
        .map(({ name, size, download_count }) => ({ name: showHidden(name), size, download_count })),
      body: body.text,
      body_omitted: body.omitted || undefined,
    }),
  };
}

/** The fields whose text people wrote. */
export const releaseTexts = ['tag', 'name', 'body'];
