import * as z from 'zod';
import { canSee } from '../../access/open-repository.ts';
import { writeCommit, writeTree } from '../../git/write-tree.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, invalid, json, noContent, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { fullRepoJson, repoJson } from '../../render/repository.ts';
import type { Account } from '../../state/account.ts';
import { makeRepository } from '../../state/make-repository.ts';
import { type Repo, reaches, roleIn } from '../../state/repository.ts';
import { signatureOf } from '../git/signature.ts';

const createBody = z.object({
  name: z.string(),
  description: z.string().optional(),
  homepage: z.string().optional(),
  private: z.boolean().default(false),
  has_issues: z.boolean().default(true),
  is_template: z.boolean().default(false),
  auto_init: z.boolean().default(false),
});

function checkName(call: Call, owner: Account, name: string): void {
  const error = { resource: 'Repository', field: 'name', code: 'custom' };
  if (!/^[\w.-]{1,100}$/.test(name))
    throw new Refusal(422, 'Repository creation failed.', { errors: [error] });
  if (call.world.findRepo(owner.login, name)) {
    const taken = { ...error, message: 'name already exists on this account' };
    throw new Refusal(422, 'Repository creation failed.', { errors: [taken] });
  }
}

function createRepository(call: Call, owner: Account): Reply {
  const body = call.body(createBody);
  checkName(call, owner, body.name);
  const { name, description, homepage, is_template, has_issues } = body;
  const repo = makeRepository(call.world, owner, name, {
    description: description ?? null,
    homepage: homepage ?? null,
    private: body.private,
    isTemplate: is_template,
    hasIssues: has_issues,
    collaborators: { [call.user.login]: 'admin' },
  });
  if (body.auto_init) addReadme(call, repo);
  return created(fullRepoJson(call, repo));
}

function addReadme(call: Call, repo: Repo): void {
  const sha = repo.git.write(`# ${repo.name}`);
  const tree = writeTree(repo.git, undefined, [{ path: 'README.md', mode: '100644', sha }]);
  const author = signatureOf(call, undefined);
  const commit = writeCommit(repo.git, {
    tree,
    parents: [],
    message: 'Initial commit',
    author,
    committer: author,
  });
  repo.git.setRef(`refs/heads/${repo.defaultBranch}`, commit);
}

const updateBody = createBody
  .omit({ auto_init: true })
  .extend({ archived: z.boolean(), default_branch: z.string(), visibility: z.enum(['public', 'private']) })
  .partial();

function updateRepository(call: Call): Reply {
  const { repo } = call;
  const { name, default_branch, visibility, ...body } = call.body(updateBody);
  if (repo.archived && body.archived !== false)
    throw new Refusal(403, 'Repository was archived so is read-only.');
  if (default_branch !== undefined && !repo.git.refs().has(`refs/heads/${default_branch}`)) {
    throw invalid({ resource: 'Repository', field: 'default_branch', code: 'invalid' });
  }
  if (name !== undefined && name !== repo.name) {
    checkName(call, repo.owner, name);
    call.world.renameRepo(repo, name);
  }
  repo.description = body.description ?? repo.description;
  repo.homepage = body.homepage ?? repo.homepage;
  repo.private = visibility === undefined ? (body.private ?? repo.private) : visibility === 'private';
  repo.hasIssues = body.has_issues ?? repo.hasIssues;
  repo.archived = body.archived ?? repo.archived;
  repo.defaultBranch = default_branch ?? repo.defaultBranch;
  repo.updatedAt = call.world.clock.tick();
  return json(fullRepoJson(call, repo));
}

const forkBody = z.object({
  organization: z.string().optional(),
  name: z.string().optional(),
  default_branch_only: z.boolean().optional(),
});

/** Forks into an account; the fork that is there already is the answer too. */
function forkRepository(call: Call): Reply {
  const { repo, world } = call;
  const { organization, name } = call.body(forkBody);
  const owner = organization === undefined ? call.user : world.findAccount(organization);
  if (!owner) throw invalid({ resource: 'Fork', field: 'organization', code: 'invalid' });
  const existing = world.repos().find((one) => one.parent === repo && one.owner === owner);
  const fork = existing ?? makeRepository(world, owner, name ?? repo.name, { private: repo.private }, repo);
  return json(fullRepoJson(call, fork), 202);
}

const listed = (call: Call, repos: readonly Repo[]) =>
  paged(
    call,
    repos.filter((repo) => canSee(repo, call.credential)),
    (repo) => repoJson(call, repo),
  );

const isMine = (call: Call) => (repo: Repo) =>
  call.credential?.kind === 'installation' ||
  reaches(roleIn({ ...repo, private: true }, call.account), 'read');

const createScopes = { scopes: ['public_repo', 'repo'] };

export const repositoryRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}', (call) => json(fullRepoJson(call, call.repo))),
  route('PATCH /repos/{owner}/{repo}', updateRepository, { role: 'admin', archived: true }),
  route(
    'DELETE /repos/{owner}/{repo}',
    (call) => {
      call.world.removeRepo(call.repo);
      return noContent;
    },
    { role: 'admin', scopes: ['delete_repo'], archived: true },
  ),
  route('POST /repos/{owner}/{repo}/forks', forkRepository, { role: 'read', archived: true }),
  route('GET /repos/{owner}/{repo}/forks', (call) =>
    listed(
      call,
      call.world.repos().filter(({ parent }) => parent === call.repo),
    ),
  ),
  route('POST /user/repos', (call) => createRepository(call, call.user), createScopes),
  route(
    'POST /orgs/{org}/repos',
    (call) => {
      const owner = call.world.findAccount(call.param('org'));
      if (owner?.type !== 'Organization') throw notFound();
      if (!call.user.organizations.has(owner.login))
        throw new Refusal(403, 'You need admin access to the organization before adding a repository to it.');
      return createRepository(call, owner);
    },
    createScopes,
  ),
  route('GET /user/repos', (call) => {
    const isOwn = isMine(call);
    return listed(
      call,
      call.world.repos().filter((repo) => call.user === repo.owner || isOwn(repo)),
    );
  }),
  route('GET /users/{username}/repos', (call) => {
    const owner = call.world.findAccount(call.param('username'));
    if (!owner) throw notFound();
    return listed(
      call,
      call.world.repos().filter((repo) => repo.owner === owner && !repo.private),
    );
  }),
  route('GET /orgs/{org}/repos', (call) => {
    const owner = call.world.findAccount(call.param('org'));
    if (!owner) throw notFound();
    return listed(
      call,
      call.world.repos().filter((repo) => repo.owner === owner),
    );
  }),
  route('GET /repos/{owner}/{repo}/topics', (call) => json({ names: call.repo.topics })),
  route(
    'PUT /repos/{owner}/{repo}/topics',
    (call) => {
      call.repo.topics = call.body(z.object({ names: z.array(z.string()) })).names;
      return json({ names: call.repo.topics });
    },
    { role: 'admin' },
  ),
  route('GET /repos/{owner}/{repo}/languages', (call) =>
    json(call.repo.language === null ? {} : { [call.repo.language]: 1 }),
  ),
];
