import { at, headOf, type Step } from './step.ts';

/** Searches, releases, commits of many files, and the end. */
export const restStory: readonly Step[] = [
  {
    name: 'search issues',
    run: async (rest) =>
      (await rest.search.issuesAndPullRequests({ q: 'repo:octo/harbour is:issue breaks' })).data.items.map(
        ({ number }) => number,
      ),
  },
  {
    name: 'page a list',
    run: async (rest) => {
      const { data, headers } = await rest.issues.listForRepo({ ...at, state: 'all', per_page: 1, page: 1 });
      const rels = [...(headers.link ?? '').matchAll(/rel="(\w+)"/g)].map(([, rel]) => rel);
      return { items: data.length, rels };
    },
  },
  {
    name: 'release',
    run: async (rest, notes) => {
      const { status, data } = await rest.repos.createRelease({ ...at, tag_name: 'v1', name: 'First' });
      notes.release = data.id;
      return {
        status,
        tag: data.tag_name,
        draft: data.draft,
        latest: (await rest.repos.getLatestRelease(at)).data.tag_name,
      };
    },
  },
  { name: 'release it again', run: (rest) => rest.repos.createRelease({ ...at, tag_name: 'v1' }) },
  { name: 'see its tag', run: async (rest) => (await rest.repos.listTags(at)).data.map(({ name }) => name) },
  {
    name: 'commit many files',
    run: async (rest) => {
      const parent = await headOf(rest, 'main');
      const base = (await rest.git.getCommit({ ...at, commit_sha: parent })).data.tree.sha;
      const tree = await rest.git.createTree({
        ...at,
        base_tree: base,
        tree: [{ path: 'd/e.txt', mode: '100644', type: 'blob', content: 'e' }],
      });
      const commit = await rest.git.createCommit({
        ...at,
        message: 'Many',
        tree: tree.data.sha,
        parents: [parent],
      });
      await rest.git.updateRef({ ...at, ref: 'heads/main', sha: commit.data.sha });
      const all = await rest.git.getTree({ ...at, tree_sha: 'main', recursive: '1' });
      return all.data.tree.map(({ path, type }) => `${type} ${path}`).toSorted();
    },
  },
  {
    name: 'set a status',
    run: async (rest) =>
      (
        await rest.repos.createCommitStatus({
          ...at,
          sha: await headOf(rest, 'main'),
          state: 'success',
          context: 'ci',
        })
      ).status,
  },
  {
    name: 'read it combined',
    run: async (rest) => (await rest.repos.getCombinedStatusForRef({ ...at, ref: 'main' })).data.state,
  },
  {
    name: 'delete the branch',
    run: async (rest) => (await rest.git.deleteRef({ ...at, ref: 'heads/topic' })).status,
  },
  { name: 'delete it again', run: (rest) => rest.git.deleteRef({ ...at, ref: 'heads/topic' }) },
  { name: 'delete the repository', run: async (rest) => (await rest.repos.delete(at)).status },
  { name: 'read it afterwards', run: (rest) => rest.repos.get(at) },
];
