import type { Budgets } from '../access/budgets.ts';
import { isoOf } from '../state/clock.ts';
import { projectsOf } from '../state/project.ts';
import { fault, noNode } from './fault.ts';
import {
  findDiscussion,
  findDiscussionComment,
  findIssue,
  findItem,
  findProject,
  findPull,
  findRepo,
  findThread,
  partsOf,
} from './find-node.ts';
import type { Graph } from './graph.ts';
import {
  discussionCommentMutations,
  discussionMutations,
  discussionStateMutations,
} from './mutations-discussions.ts';
import { projectFieldMutations, projectMutations } from './mutations-projects.ts';
import { pullMutations } from './mutations-pulls.ts';
import { accountView } from './view-account.ts';
import { commentView, discussionView } from './view-discussion.ts';
import { issueView } from './view-issue.ts';
import { itemView, projectView } from './view-project.ts';
import { pullView, threadView } from './view-pull.ts';
import { repositoryView } from './view-repository.ts';

/** Everything a query or a mutation starts from. */
export const rootOf = (graph: Graph, budgets: Budgets): object => ({
  ...queries(graph, budgets),
  ...pullMutations(graph),
  ...discussionMutations(graph),
  ...discussionStateMutations(graph),
  ...discussionCommentMutations(graph),
  ...projectMutations(graph),
  ...projectFieldMutations(graph),
});

function queries(graph: Graph, budgets: Budgets) {
  const account =
    (kind: string, type?: string) =>
    ({ login }: { readonly login: string }) => {
      const found = graph.world.findAccount(login);
      if (!found || (type !== undefined && found.type !== type)) {
        throw fault(
          'NOT_FOUND',
          `Could not resolve to a${kind === 'Organization' ? 'n' : ''} ${kind} with the login of '${login}'.`,
        );
      }
      return accountView(graph, found);
    };
  return {
    viewer: () => accountView(graph, graph.call.user),
    rateLimit: () => {
      const { limit, used, reset } = budgets.of(graph.call.credential, 'graphql');
      return { cost: 1, limit, used, remaining: limit - used, resetAt: isoOf(reset), nodeCount: 0 };
    },
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) =>
      repositoryView(graph, graph.repo(owner, name)),
    user: account('User', 'User'),
    organization: account('Organization', 'Organization'),
    repositoryOwner: account('User'),
    node: ({ id }: { readonly id: string }) => nodeOf(graph, id),
    nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => nodeOf(graph, id)),
  };
}

const finders: Readonly<Record<string, (graph: Graph, id: string) => object>> = {
  R: (graph, id) => repositoryView(graph, findRepo(graph, id)),
  I: (graph, id) => {
    const { repo, found } = findIssue(graph, id);
    return issueView(graph, repo, found);
  },
  PR: (graph, id) => {
    const { repo, found } = findPull(graph, id);
    return pullView(graph, repo, found);
  },
  PRRT: (graph, id) => {
    const { repo, pull, thread } = findThread(graph, id);
    return threadView(graph, repo, pull, thread);
  },
  D: (graph, id) => {
    const { repo, found } = findDiscussion(graph, id);
    return discussionView(graph, repo, found);
  },
  DC: (graph, id) => {
    const { repo, discussion, comment } = findDiscussionComment(graph, id);
    return commentView(graph, repo, discussion, comment);
  },
  PVT: (graph, id) => {
    graph.checkScope('node', 'read:project', 'project');
    return projectView(graph, findProject(graph, id));
  },
  PVTI: (graph, id) => {
    const project = [...projectsOf(graph.world).values()].find(({ items }) =>
      items.some((one) => one.id === partsOf(id).number),
    );
    if (!project) throw noNode(id);
    return itemView(graph, project, findItem(project, id));
  },
};

function nodeOf(graph: Graph, id: string): object {
  const find = finders[partsOf(id).kind];
  if (!find) throw noNode(id);
  return find(graph, id);
}
