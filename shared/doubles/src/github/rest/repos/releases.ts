import * as z from 'zod';
import { roleOfCredential } from '../../access/open-repository.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, found, invalid, json, noContent, notFound, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import { userJson } from '../../render/user.ts';
import { makeRelease, type Release, type ReleaseAsset, releasesOf, tagRelease } from '../../state/release.ts';
import { reaches } from '../../state/repository.ts';
import { hashOf, nodeId } from '../../state/world.ts';

const assetJson = (call: Call, { tag }: Release, asset: ReleaseAsset) => ({
  url: `${repoUrl(call, call.repo)}/releases/assets/${asset.id}`,
  id: asset.id,
  node_id: nodeId('RA', asset.id),
  name: asset.name,
  label: '',
  uploader: userJson(call, asset.uploader),
  content_type: asset.contentType,
  state: 'uploaded',
  size: asset.content.length,
  digest: `sha256:${hashOf(asset.content)}`,
  download_count: 0,
  created_at: asset.createdAt,
  updated_at: asset.createdAt,
  browser_download_url: `${repoHtml(call, call.repo)}/releases/download/${encodeURIComponent(tag)}/${encodeURIComponent(asset.name)}`,
});

function releaseJson(call: Call, release: Release) {
  const url = `${repoUrl(call, call.repo)}/releases/${release.id}`;
  const tag = encodeURIComponent(release.tag);
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${repoHtml(call, call.repo)}/releases/tag/${tag}`,
    id: release.id,
    author: userJson(call, release.author),
    node_id: nodeId('RE', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.draft,
    immutable: false,
    prerelease: release.prerelease,
    created_at: release.createdAt,
    updated_at: release.createdAt,
    published_at: release.publishedAt,
    assets: release.assets.map((one) => assetJson(call, release, one)),
    tarball_url: release.draft ? null : `${repoUrl(call, call.repo)}/tarball/${tag}`,
    zipball_url: release.draft ? null : `${repoUrl(call, call.repo)}/zipball/${tag}`,
    ...(release.body !== null && { body: release.body }),
  };
}

/** Drafts are seen by who may write. */
const visible = (call: Call) =>
  [...releasesOf(call.repo).values()]
    .filter(({ draft }) => !draft || reaches(roleOfCredential(call.repo, call.credential), 'write'))
    .toReversed();

function releaseOf(call: Call): Release {
  const release = visible(call).find(({ id }) => id === call.number('release_id'));
  if (!release) throw notFound();
  return release;
}

const body = z.object({
  tag_name: z.string(),
  target_commitish: z.string().optional(),
  name: z.string().nullable().optional(),
  body: z.string().nullable().optional(),
  draft: z.boolean().optional(),
  prerelease: z.boolean().optional(),
  make_latest: z.enum(['true', 'false', 'legacy']).optional(),
  generate_release_notes: z.boolean().optional(),
  discussion_category_name: z.string().optional(),
});

function create(call: Call): Reply {
  const wanted = call.body(body);
  const tag = wanted.tag_name;
  const error = { resource: 'Release', field: 'tag_name' };
  if (tag === '') throw invalid({ ...error, code: 'missing_field' });
  if ([...releasesOf(call.repo).values()].some((one) => one.tag === tag && !one.draft)) {
    throw invalid({ ...error, code: 'already_exists' });
  }
  const { git, defaultBranch } = call.repo;
  const isTagged = git.refs().has(`refs/tags/${tag}`);
  if (!isTagged && git.resolve(wanted.target_commitish ?? defaultBranch) === undefined) {
    throw invalid({ resource: 'Release', field: 'target_commitish', code: 'invalid' });
  }
  const notes =
    wanted.generate_release_notes === true
      ? `**Full Changelog**: ${repoHtml(call, call.repo)}/commits/${tag}`
      : undefined;
  const release = makeRelease(call.world, call.repo, call.user, {
    tag,
    name: wanted.name ?? null,
    body: wanted.body ?? notes ?? null,
    draft: wanted.draft ?? false,
    prerelease: wanted.prerelease ?? false,
    latest: wanted.make_latest !== 'false',
    ...(wanted.target_commitish && { target: wanted.target_commitish }),
  });
  return created(releaseJson(call, release));
}

function update(call: Call): Reply {
  const release = releaseOf(call);
  const wanted = call.body(body.partial());
  release.tag = wanted.tag_name ?? release.tag;
  release.target = wanted.target_commitish ?? release.target;
  if (wanted.name !== undefined) release.name = wanted.name;
  if (wanted.body !== undefined) release.body = wanted.body;
  release.prerelease = wanted.prerelease ?? release.prerelease;
  if (wanted.draft === false && release.draft) {
    release.publishedAt = call.world.clock.tick();
    tagRelease(call.repo, release);
  }
  release.draft = wanted.draft ?? release.draft;
  return json(releaseJson(call, release));
}

function assetOf(call: Call): { release: Release; asset: ReleaseAsset } {
  for (const release of visible(call)) {
    const asset = release.assets.find(({ id }) => id === call.number('asset_id'));
    if (asset) return { release, asset };
  }
  throw notFound();
}

const RELEASES = '/repos/{owner}/{repo}/releases';

export const releaseRoutes: readonly Route[] = [
  route(`GET ${RELEASES}`, (call) => paged(call, visible(call), (one) => releaseJson(call, one))),
  route(`POST ${RELEASES}`, create),
  route(`GET ${RELEASES}/latest`, (call) => {
    const latest = visible(call).find((one) => one.latest && !one.draft && !one.prerelease);
    if (!latest) throw notFound();
    return json(releaseJson(call, latest));
  }),
  route(`GET ${RELEASES}/tags/{tag}`, (call) => {
    const release = visible(call).find(({ tag, draft }) => tag === call.param('tag') && !draft);
    if (!release) throw notFound();
    return json(releaseJson(call, release));
  }),
  route(`GET ${RELEASES}/{release_id}`, (call) => json(releaseJson(call, releaseOf(call)))),
  route(`PATCH ${RELEASES}/{release_id}`, update),
  route(`DELETE ${RELEASES}/{release_id}`, (call) => {
    releasesOf(call.repo).delete(releaseOf(call).id);
    return noContent;
  }),
  route(`GET ${RELEASES}/{release_id}/assets`, (call) => {
    const release = releaseOf(call);
    return paged(call, release.assets, (one) => assetJson(call, release, one));
  }),
  route(`GET ${RELEASES}/assets/{asset_id}`, (call) => {
    const { release, asset } = assetOf(call);
    if (!call.accept.includes('octet-stream')) return json(assetJson(call, release, asset));
    return found(call.parts.keepBlob({ type: asset.contentType, content: () => asset.content }));
  }),
  route(`POST ${RELEASES}/generate-notes`, (call) => {
    const { tag_name } = call.body(z.looseObject({ tag_name: z.string() }));
    return json({
      name: tag_name,
      body: `**Full Changelog**: ${repoHtml(call, call.repo)}/commits/${tag_name}`,
    });
  }),
];
