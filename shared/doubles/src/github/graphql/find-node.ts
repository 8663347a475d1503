import { canSee } from '../access/open-repository.ts';
import { type Discussion, type DiscussionComment, discussionsOf } from '../state/discussion.ts';
import type { Issue } from '../state/issue.ts';
import { type Project, type ProjectItem, projectsOf } from '../state/project.ts';
import type { Pull, ReviewThread } from '../state/pull.ts';
import type { Repo } from '../state/repository.ts';
import { noNode } from './fault.ts';
import type { Graph } from './graph.ts';

/** The kind and the number in a node's id. */
export function partsOf(id: string): { kind: string; number: number } {
  const [kind = '', number = ''] = Buffer.from(id.replace(/^[A-Za-z]+_/, ''), 'base64url')
    .toString('utf8')
    .split(':');
  return { kind, number: Number(number) };
}

const reposOf = (graph: Graph): readonly Repo[] =>
  graph.world.repos().filter((repo) => canSee(repo, graph.call.credential));

/** Looks through the repositories the asker may see. @throws GraphQLError NOT_FOUND */
function inRepos<T>(
  graph: Graph,
  id: string,
  kind: string,
  look: (repo: Repo, number: number) => T | undefined,
) {
  const parts = partsOf(id);
  if (parts.kind === kind) {
    for (const repo of reposOf(graph)) {
      const found = look(repo, parts.number);
      if (found !== undefined) return { repo, found };
    }
  }
  throw noNode(id);
}

export const findRepo = (graph: Graph, id: string): Repo =>
  inRepos(graph, id, 'R', (repo, number) => (repo.id === number ? repo : undefined)).repo;

export const findIssue = (graph: Graph, id: string): { repo: Repo; found: Issue } =>
  inRepos(graph, id, 'I', (repo, number) => [...repo.issues.values()].find((one) => one.id === number));

export const findPull = (graph: Graph, id: string): { repo: Repo; found: Pull } =>
  inRepos(graph, id, 'PR', (repo, number) => [...repo.pulls.values()].find((one) => one.id === number));

export function findThread(graph: Graph, id: string): { repo: Repo; pull: Pull; thread: ReviewThread } {
  const { repo, found: pull } = inRepos(graph, id, 'PRRT', (held, number) =>
    [...held.pulls.values()].find(({ threads }) => threads.has(number)),
  );
  const thread = pull.threads.get(partsOf(id).number);
  if (!thread) throw noNode(id);
  return { repo, pull, thread };
}

export const findDiscussion = (graph: Graph, id: string): { repo: Repo; found: Discussion } =>
  inRepos(graph, id, 'D', (repo, number) =>
    [...discussionsOf(repo).discussions.values()].find((one) => one.id === number),
  );

export function findDiscussionComment(
  graph: Graph,
  id: string,
): { repo: Repo; discussion: Discussion; comment: DiscussionComment } {
  const { number } = partsOf(id);
  const { repo, found: discussion } = inRepos(graph, id, 'DC', (held, wanted) =>
    [...discussionsOf(held).discussions.values()].find(({ comments }) =>
      comments.some((one) => one.id === wanted),
    ),
  );
  const comment = discussion.comments.find((one) => one.id === number);
  if (!comment) throw noNode(id);
  return { repo, discussion, comment };
}

export function findProject(graph: Graph, id: string): Project {
  const { kind, number } = partsOf(id);
  const project = kind === 'PVT' ? projectsOf(graph.world).get(number) : undefined;
  if (!project) throw noNode(id);
  return project;
}

export function findItem(project: Project, id: string): ProjectItem {
  const { kind, number } = partsOf(id);
  const item = kind === 'PVTI' ? project.items.find((one) => one.id === number) : undefined;
  if (!item) throw noNode(id);
  return item;
}
