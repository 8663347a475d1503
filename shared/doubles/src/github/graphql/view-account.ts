import type { Account } from '../state/account.ts';
import { projectsOf } from '../state/project.ts';
import { nodeId } from '../state/world.ts';
import { connection, type PageArguments } from './connection.ts';
import { fault } from './fault.ts';
import type { Graph } from './graph.ts';
import { projectView } from './view-project.ts';

/** An account, whatever its type. */
export function accountView(graph: Graph, account: Account) {
  const projects = () => [...projectsOf(graph.world).values()].filter(({ owner }) => owner === account);
  return {
    __typename: account.type,
    id: nodeId(account.type === 'Organization' ? 'O' : 'U', account.id),
    databaseId: account.id,
    login: account.login,
    name: account.name,
    email: account.email ?? '',
    bio: account.bio,
    url: graph.url(account.login),
    avatarUrl: graph.url(`avatars/${account.id}`),
    isViewer: account === graph.call.account,
    projectV2: ({ number }: { readonly number: number }) => {
      graph.checkScope('projectV2', 'read:project', 'project');
      const project = projects().find((one) => one.number === number);
      if (!project) throw fault('NOT_FOUND', `Could not resolve to a ProjectV2 with the number ${number}.`);
      return projectView(graph, project);
    },
    projectsV2: (page: PageArguments) => {
      graph.checkScope('projectsV2', 'read:project', 'project');
      return connection(projects(), page, (one) => projectView(graph, one));
    },
  };
}

/** An account that may be gone. */
export const maybeAccountView = (graph: Graph, account: Account | null | undefined) =>
  account ? accountView(graph, account) : null;
