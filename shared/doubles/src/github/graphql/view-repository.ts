import { roleOfCredential } from '../access/open-repository.ts';
import { type Discussion, discussionsOf } from '../state/discussion.ts';
import { projectsOf } from '../state/project.ts';
import { fullNameOf, type Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { connection, type PageArguments } from './connection.ts';
import { fault } from './fault.ts';
import type { Graph } from './graph.ts';
import { accountView } from './view-account.ts';
import { objectView } from './view-commit.ts';
import { categoryView, discussionView } from './view-discussion.ts';
import { issueView } from './view-issue.ts';
import { projectView } from './view-project.ts';
import { pullView } from './view-pull.ts';

export function repositoryView(graph: Graph, repo: Repo): object {
  const role = roleOfCredential(repo, graph.call.credential);
  return {
    __typename: 'Repository',
    id: nodeId('R', repo.id),
    databaseId: repo.id,
    name: repo.name,
    nameWithOwner: fullNameOf(repo),
    description: repo.description,
    url: graph.url(fullNameOf(repo)),
    owner: () => accountView(graph, repo.owner),
    isPrivate: repo.private,
    isArchived: repo.archived,
    isDisabled: repo.disabled,
    isEmpty: () => repo.git.refs().size === 0,
    hasDiscussionsEnabled: true,
    viewerPermission: role?.toUpperCase() ?? null,
    ...gitFields(graph, repo),
    ...numbered(graph, repo),
    ...discussionFields(graph, repo),
    ...projectFields(graph, repo),
  };
}

function gitFields(graph: Graph, repo: Repo) {
  const ref = (full: string) => {
    const found = repo.git.refs().get(full);
    const [, kind = '', ...name] = full.split('/');
    return found
      ? {
          id: nodeId('REF', full),
          name: name.join('/'),
          prefix: `refs/${kind}/`,
          target: () => objectView(graph, repo, found.commit),
        }
      : null;
  };
  return {
    defaultBranchRef: () => ref(`refs/heads/${repo.defaultBranch}`),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) =>
      ref(qualifiedName.startsWith('refs/') ? qualifiedName : `refs/heads/${qualifiedName}`),
    object: ({ expression, oid }: { readonly expression?: string | null; readonly oid?: string | null }) => {
      if (oid) return objectView(graph, repo, oid);
      const [revision = '', path] = (expression ?? '').split(':', 2);
      const commit = repo.git.resolve(revision === 'HEAD' ? repo.defaultBranch : revision);
      if (commit === undefined) return null;
      const sha =
        path === undefined
          ? commit
          : path === ''
            ? repo.git.commit(commit).tree
            : repo.git.entry(commit, path)?.sha;
      return sha === undefined ? null : objectView(graph, repo, sha);
    },
  };
}

type Numbered = { readonly number: number };

function numbered(graph: Graph, repo: Repo) {
  return {
    issue: ({ number }: Numbered) => {
      const issue = repo.pulls.has(number) ? undefined : repo.issues.get(number);
      if (!issue) throw fault('NOT_FOUND', `Could not resolve to an Issue with the number of ${number}.`);
      return issueView(graph, repo, issue);
    },
    pullRequest: ({ number }: Numbered) => {
      const pull = repo.pulls.get(number);
      if (!pull) throw fault('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullView(graph, repo, pull);
    },
    issueOrPullRequest: ({ number }: Numbered) => {
      const pull = repo.pulls.get(number);
      if (pull) return pullView(graph, repo, pull);
      const issue = repo.issues.get(number);
      if (issue) return issueView(graph, repo, issue);
      throw fault('NOT_FOUND', `Could not resolve to an issue or pull request with the number of ${number}.`);
    },
  };
}

interface DiscussionArguments extends PageArguments {
  readonly categoryId?: string | null;
  readonly states?: readonly string[] | null;
  readonly answered?: boolean | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
}

function discussionFields(graph: Graph, repo: Repo) {
  const { discussions, categories } = discussionsOf(repo);
  const isWanted =
    ({ categoryId, states, answered }: DiscussionArguments) =>
    (one: Discussion) =>
      (!categoryId || nodeId('DIC', one.category.id) === categoryId) &&
      (!states?.length || states.includes(one.closedAt === null ? 'OPEN' : 'CLOSED')) &&
      (answered === undefined || answered === null || (one.answer !== null) === answered);
  return {
    discussion: ({ number }: Numbered) => {
      const found = discussions.get(number);
      if (!found) throw fault('NOT_FOUND', `Could not resolve to a Discussion with the number of ${number}.`);
      return discussionView(graph, repo, found);
    },
    discussions: (wanted: DiscussionArguments) => {
      const at = (one: Discussion) =>
        wanted.orderBy?.field === 'CREATED_AT' ? one.createdAt : one.updatedAt;
      const up = [...discussions.values()]
        .filter(isWanted(wanted))
        .toSorted((a, b) => at(a).localeCompare(at(b)));
      const ordered = wanted.orderBy?.direction === 'ASC' ? up : up.toReversed();
      return connection(ordered, wanted, (one) => discussionView(graph, repo, one));
    },
    discussionCategories: (page: PageArguments) => connection(categories, page, categoryView),
  };
}

/** The projects of the owner that have something of this repository. */
function projectFields(graph: Graph, repo: Repo) {
  const projects = () =>
    [...projectsOf(graph.world).values()].filter(
      ({ owner, items }) =>
        owner === repo.owner &&
        items.some(({ content }) => content.kind !== 'draft' && content.repoId === repo.id),
    );
  return {
    projectV2: ({ number }: Numbered) => {
      graph.checkScope('projectV2', 'read:project', 'project');
      const found = projects().find((one) => one.number === number);
      return found ? projectView(graph, found) : null;
    },
    projectsV2: (page: PageArguments) => {
      graph.checkScope('projectsV2', 'read:project', 'project');
      return connection(projects(), page, (one) => projectView(graph, one));
    },
  };
}
