import { defineResource, fitting } from '@portolan/runtime';
import { permitted } from '../reading/permitted.ts';
import { readStatus } from '../reading/status.ts';
import type { Context } from '../services.ts';
import { repositoryNamed, repositoryNames } from './repository-names.ts';
import { watchStatus } from './watch-status.ts';

const uriOf = (name: string) => `git://${encodeURIComponent(name)}/status`;

/** The state of each work tree. */
export const statusResource = defineResource({
  name: 'status',
  title: 'Status',
  description: 'Branch and changed files of a repository; subscribers hear when they change.',
  needs: ['status'],
  uri: 'git://{repo}/status',
  mimeType: 'application/json',
  list: async (_cursor, context: Context) => ({
    resources: [...(await repositoryNames(context)).keys()].map((name) => ({
      uri: uriOf(name),
      name: `${name} status`,
      mimeType: 'application/json',
    })),
  }),
  complete: {
    repo: async (typed, _others, context) =>
      [...(await repositoryNames(context)).keys()].filter((name) => name.startsWith(typed)).slice(0, 100),
  },
  constrained: async ({ repo = '' }, context) => ({ repo: [await repositoryNamed(context, repo)] }),
  read: async ({ repo = '' }, context, uri) => {
    const repository = await context.repository(await repositoryNamed(context, repo), context);
    const { entries: all, ...about } = await readStatus(repository);
    const entries = permitted(repository, all);
    const shown = { ...about, total: entries.length, entries: fitting(entries) };
    return [{ uri, mimeType: 'application/json', text: JSON.stringify(shown) }];
  },
  watch: async (uri, changed, context) => {
    const [, name = ''] = /^git:\/\/([^/]+)\/status$/.exec(uri) ?? [];
    const path = await repositoryNamed(context, decodeURIComponent(name));
    return watchStatus(context, path, changed);
  },
});
