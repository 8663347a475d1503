import * as z from 'zod';
import { roleOfCredential } from '../../access/open-repository.ts';
import { diffFiles, diffText, patchText } from '../../git/diff.ts';
import type { Call } from '../../http/call.ts';
import { paged, pageOf } from '../../http/paging.ts';
import { bytes, created, invalid, json, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { commitJson, fileJson } from '../../render/commit.ts';
import { fullPullJson, pullJson } from '../../render/pull.ts';
import { setIssueState } from '../../state/make-issue.ts';
import { makePull } from '../../state/make-pull.ts';
import type { Pull } from '../../state/pull.ts';
import { commitsOf, headOf, issueOf, mergeBaseOf } from '../../state/pull-git.ts';
import { fullNameOf, type Repo, reaches, roleIn } from '../../state/repository.ts';
import { checkMayEdit } from '../issues/issues.ts';
import { mediaOf } from '../repos/commits.ts';

/** A pull request lists this many files in all, and commits. */
const MAX_FILES = 3000;
const MAX_COMMITS = 250;

export function pullOfCall(call: Call): Pull {
  const pull = call.repo.pulls.get(call.number('pull_number'));
  if (!pull) throw notFound();
  return pull;
}

function list(call: Call): Reply {
  const { query, repo } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const found = [...repo.pulls.values()].filter(
    (pull) =>
      (state === 'all' || issueOf(repo, pull).state === state) &&
      (query.get('base') === null || pull.base === query.get('base')) &&
      (head === null || !head.includes(':') || `${pull.headRepo?.owner.login}:${pull.head}` === head),
  );
  const sort = query.get('sort') ?? 'created';
  const rank = (pull: Pull) => {
    const { updatedAt, createdAt } = issueOf(repo, pull);
    if (sort === 'popularity') return pull.comments.length;
    return Date.parse(sort === 'updated' ? updatedAt : createdAt);
  };
  const up = found.toSorted((a, b) => rank(a) - rank(b) || a.number - b.number);
  const direction = query.get('direction') ?? (sort === 'created' ? 'desc' : 'asc');
  return paged(call, direction === 'asc' ? up : up.toReversed(), (one) => pullJson(call, repo, one));
}

/** The whole diff as text, up to GitHub's limits. @throws Refusal 406 above them */
function asText(call: Call, pull: Pull, media: 'diff' | 'patch'): Reply {
  const { repo, world } = call;
  const base = mergeBaseOf(repo, pull);
  const head = headOf(repo, pull);
  const files = diffFiles(repo.git, base, head).length;
  if (files > world.sizes.diffFiles) {
    throw tooLarge(
      `files (${world.sizes.diffFiles}). Consider using 'List pull requests files' API or locally cloning the repository instead.`,
    );
  }
  const text = media === 'diff' ? diffText(repo.git, base, head) : patchText(repo.git, base, head);
  const lines = text.split('\n').length - 1;
  if (lines > world.sizes.diffLines) throw tooLarge(`lines (${world.sizes.diffLines})`);
  return bytes(text, `application/vnd.github.${media}; charset=utf-8`);
}

const tooLarge = (what: string) =>
  new Refusal(406, `Sorry, the diff exceeded the maximum number of ${what}`, {
    errors: [{ resource: 'PullRequest', field: 'diff', code: 'too_large' }],
  });

const createBody = z.object({
  title: z.string().optional(),
  head: z.string(),
  head_repo: z.string().optional(),
  base: z.string(),
  body: z.string().nullable().optional(),
  draft: z.boolean().default(false),
  maintainer_can_modify: z.boolean().optional(),
  issue: z.number().optional(),
});

/** The repository and branch that `branch` or `owner:branch` names. */
function headOfBody(call: Call, head: string): { repo: Repo; branch: string } {
  const [owner, name] = head.includes(':') ? head.split(':', 2) : [undefined, head];
  const repos = call.world.repos().filter((one) => one.parent === call.repo || one === call.repo);
  const repo =
    owner === undefined
      ? call.repo
      : repos.find((one) => one.owner.login.toLowerCase() === owner.toLowerCase());
  if (!repo || !name || !repo.git.refs().has(`refs/heads/${name}`)) {
    throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  }
  return { repo, branch: name };
}

function create(call: Call): Reply {
  const wanted = call.body(createBody);
  if (wanted.title === undefined || wanted.title.trim() === '') {
    throw invalid({ resource: 'PullRequest', field: 'title', code: 'missing_field' });
  }
  const { git } = call.repo;
  if (!git.refs().has(`refs/heads/${wanted.base}`))
    throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  const { repo: headRepo, branch } = headOfBody(call, wanted.head);
  const sha = headRepo.git.resolve(branch) ?? '';
  const custom = (message: string) => invalid({ resource: 'PullRequest', code: 'custom', message });
  if (headRepo === call.repo && git.isAncestor(sha, git.resolve(wanted.base) ?? '')) {
    throw custom(`No commits between ${wanted.base} and ${wanted.head}`);
  }
  const same = [...call.repo.pulls.values()].find(
    (one) =>
      one.base === wanted.base &&
      one.head === branch &&
      one.headRepo === headRepo &&
      issueOf(call.repo, one).state === 'open',
  );
  if (same) throw custom(`A pull request already exists for ${headRepo.owner.login}:${branch}.`);
  const mayPush =
    reaches(roleIn(headRepo, call.account), 'write') ||
    reaches(roleOfCredential(call.repo, call.credential), 'write');
  if (!mayPush) throw new Refusal(403, 'Must have write access to the head repository.');
  const { title, body, base, draft } = wanted;
  const pull = makePull(call.world, call.repo, {
    title,
    body: body ?? null,
    author: call.user,
    base,
    head: branch,
    headRepo,
    draft,
  });
  return created(fullPullJson(call, call.repo, pull));
}

const updateBody = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
  maintainer_can_modify: z.boolean().optional(),
});

function update(call: Call): Reply {
  const pull = pullOfCall(call);
  const issue = issueOf(call.repo, pull);
  checkMayEdit(call, issue.author);
  const { title, body, state, base } = call.body(updateBody);
  if (base !== undefined && !call.repo.git.refs().has(`refs/heads/${base}`)) {
    throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  }
  if (state === 'open' && pull.mergedAt !== null)
    throw invalid({ resource: 'PullRequest', field: 'state', code: 'invalid' });
  issue.title = title ?? issue.title;
  if (body !== undefined) issue.body = body;
  pull.base = base ?? pull.base;
  if (state) setIssueState(call.world, issue, call.user, state);
  issue.updatedAt = call.world.clock.tick();
  return json(fullPullJson(call, call.repo, pull));
}

const PULLS = '/repos/{owner}/{repo}/pulls';
const PULL = `${PULLS}/{pull_number}`;

export const pullRoutes: readonly Route[] = [
  route(`GET ${PULLS}`, list),
  route(`POST ${PULLS}`, create, { role: 'read' }),
  route(`GET ${PULL}`, (call) => {
    const pull = pullOfCall(call);
    const media = mediaOf(call.accept);
    if (media === 'diff' || media === 'patch') return asText(call, pull, media);
    return json(fullPullJson(call, call.repo, pull));
  }),
  route(`PATCH ${PULL}`, update, { role: 'read' }),
  route(`GET ${PULL}/files`, (call) => {
    const pull = pullOfCall(call);
    const head = headOf(call.repo, pull);
    const source =
      pull.headRepo && fullNameOf(pull.headRepo) !== fullNameOf(call.repo) ? pull.headRepo : call.repo;
    const files = diffFiles(call.repo.git, mergeBaseOf(call.repo, pull), head).slice(0, MAX_FILES);
    return paged(call, files, (file) => fileJson(call, source, head, file));
  }),
  route(`GET ${PULL}/commits`, (call) => {
    const pull = pullOfCall(call);
    const { items, headers } = pageOf(call, commitsOf(call.repo, pull).slice(0, MAX_COMMITS));
    return json(
      items.map((one) => commitJson(call, call.repo, one)),
      200,
      headers,
    );
  }),
];
