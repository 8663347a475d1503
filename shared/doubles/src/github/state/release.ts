import type { Account } from './account.ts';
import { per } from './per.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
  readonly uploader: Account;
  readonly createdAt: string;
}

export interface Release {
  readonly id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  /** `false` keeps it from being the latest. */
  latest: boolean;
  readonly author: Account;
  readonly createdAt: string;
  publishedAt: string | null;
  readonly assets: ReleaseAsset[];
}

export const releasesOf = per((_repo: Repo) => new Map<number, Release>());

export interface ReleaseSeed {
  readonly tag: string;
  readonly target?: string;
  readonly name?: string | null;
  readonly body?: string | null;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  readonly latest?: boolean;
  readonly assets?: Readonly<Record<string, Buffer>>;
}

/** Makes a release, and its tag when it is published and there is none. */
export function makeRelease(world: World, repo: Repo, author: Account, seed: ReleaseSeed): Release {
  const createdAt = world.clock.tick();
  const draft = seed.draft ?? false;
  const release: Release = {
    id: world.nextId(),
    tag: seed.tag,
    target: seed.target ?? repo.defaultBranch,
    name: seed.name ?? null,
    body: seed.body ?? null,
    draft,
    prerelease: seed.prerelease ?? false,
    latest: seed.latest ?? true,
    author,
    createdAt,
    publishedAt: draft ? null : createdAt,
    assets: Object.entries(seed.assets ?? {}).map(([name, content]) => ({
      id: world.nextId(),
      name,
      contentType: 'application/octet-stream',
      content,
      uploader: author,
      createdAt,
    })),
  };
  if (!draft) tagRelease(repo, release);
  releasesOf(repo).set(release.id, release);
  return release;
}

export function tagRelease({ git }: Repo, { tag, target }: Release): void {
  const sha = git.resolve(target);
  if (!git.refs().has(`refs/tags/${tag}`) && sha !== undefined) git.setRef(`refs/tags/${tag}`, sha);
}
