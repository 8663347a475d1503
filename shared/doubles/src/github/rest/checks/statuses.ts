import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged, pageOf } from '../../http/paging.ts';
import { created, json, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { minimalRepoJson, repoUrl } from '../../render/repository.ts';
import { userJson } from '../../render/user.ts';
import { type CommitStatus, checksOf, makeStatus } from '../../state/check.ts';
import { nodeId } from '../../state/world.ts';
import { commitOfRef } from './check-runs.ts';

const simpleJson = (call: Call, status: CommitStatus) => ({
  url: `${repoUrl(call, call.repo)}/statuses/${status.sha}`,
  avatar_url: userJson(call, status.creator).avatar_url,
  id: status.id,
  node_id: nodeId('SC', status.id),
  state: status.state,
  description: status.description,
  target_url: status.targetUrl,
  context: status.context,
  created_at: status.createdAt,
  updated_at: status.createdAt,
});

const statusJson = (call: Call, status: CommitStatus) => ({
  ...simpleJson(call, status),
  creator: userJson(call, status.creator),
});

const ofCommit = (call: Call, sha: string) =>
  [...checksOf(call.repo).statuses.values()].filter((one) => one.sha === sha).toReversed();

/** One state of many: a failure wins over what is pending, and that over success. */
function combined(statuses: readonly CommitStatus[]): string {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  return statuses.length === 0 || statuses.some(({ state }) => state === 'pending') ? 'pending' : 'success';
}

const createBody = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.string().nullable().optional(),
  description: z.string().nullable().optional(),
  context: z.string().default('default'),
});

const COMMIT = '/repos/{owner}/{repo}/commits/{ref}';

export const statusRoutes: readonly Route[] = [
  route(
    `GET ${COMMIT}/status`,
    (call) => {
      const sha = commitOfRef(call);
      const latest = [
        ...new Map(
          ofCommit(call, sha)
            .toReversed()
            .map((one) => [one.context, one]),
        ).values(),
      ];
      const { items, headers } = pageOf(call, latest);
      const shown = {
        state: combined(latest),
        statuses: items.map((one) => simpleJson(call, one)),
        sha,
        total_count: latest.length,
        repository: minimalRepoJson(call, call.repo),
        commit_url: `${repoUrl(call, call.repo)}/commits/${sha}`,
        url: `${repoUrl(call, call.repo)}/commits/${sha}/status`,
      };
      return json(shown, 200, headers);
    },
    { permission: 'statuses=read' },
  ),
  route(
    `GET ${COMMIT}/statuses`,
    (call) => paged(call, ofCommit(call, commitOfRef(call)), (one) => statusJson(call, one)),
    { permission: 'statuses=read' },
  ),
  route('POST /repos/{owner}/{repo}/statuses/{sha}', (call) => {
    const sha = call.param('sha');
    if (call.repo.git.typeOf(sha) !== 'commit') throw new Refusal(422, `No commit found for SHA: ${sha}`);
    const { state, target_url, description, context } = call.body(createBody);
    const seed = { state, context, description: description ?? null, targetUrl: target_url ?? null };
    return created(statusJson(call, makeStatus(call.world, call.repo, sha, seed, call.user)));
  }),
];
