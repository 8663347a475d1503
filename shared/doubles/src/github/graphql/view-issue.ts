import { associationOf } from '../render/issue.ts';
import type { Issue } from '../state/issue.ts';
import { projectsOf } from '../state/project.ts';
import { fullNameOf, type Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { connection, type PageArguments } from './connection.ts';
import type { Graph } from './graph.ts';
import { accountView, maybeAccountView } from './view-account.ts';
import { itemView } from './view-project.ts';
import { closingIssues, pullView } from './view-pull.ts';
import { repositoryView } from './view-repository.ts';

/** What issues and pull requests both have. */
export function sharedView(graph: Graph, repo: Repo, issue: Issue) {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    locked: issue.locked,
    author: () => maybeAccountView(graph, issue.author),
    authorAssociation: associationOf(repo, issue.author),
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    repository: () => repositoryView(graph, repo),
    labels: (page: PageArguments) =>
      connection(
        issue.labels.flatMap((name) => repo.labels.get(name.toLowerCase()) ?? []),
        page,
        ({ id, name, color, description }) => ({ id: nodeId('LA', id), name, color, description }),
      ),
    assignees: (page: PageArguments) => connection(issue.assignees, page, (one) => accountView(graph, one)),
    projectItems: (page: PageArguments) => {
      graph.checkScope('projectItems', 'read:project', 'project');
      const found = [...projectsOf(graph.world).values()].flatMap((project) =>
        project.items
          .filter(
            ({ content }) =>
              content.kind !== 'draft' && content.repoId === repo.id && content.number === issue.number,
          )
          .map((item) => ({ project, item })),
      );
      return connection(found, page, ({ project, item }) => itemView(graph, project, item));
    },
  };
}

export function issueView(graph: Graph, repo: Repo, issue: Issue): object {
  const milestone = issue.milestone === null ? undefined : repo.milestones.get(issue.milestone);
  const parent = issue.parent === null ? undefined : repo.issues.get(issue.parent);
  return {
    __typename: 'Issue',
    id: nodeId('I', issue.id),
    databaseId: issue.id,
    url: graph.url(`${fullNameOf(repo)}/issues/${issue.number}`),
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    ...sharedView(graph, repo, issue),
    milestone: milestone
      ? {
          id: nodeId('MI', milestone.id),
          number: milestone.number,
          title: milestone.title,
          state: milestone.state.toUpperCase(),
        }
      : null,
    parent: () => (parent ? issueView(graph, repo, parent) : null),
    closedByPullRequestsReferences: (page: PageArguments) =>
      connection(
        [...repo.pulls.values()].filter((pull) => closingIssues(repo, pull).includes(issue)),
        page,
        (pull) => pullView(graph, repo, pull),
      ),
  };
}
