import { at, base64, contentOf, headOf, type Step } from './step.ts';

/** Files, branches and commits. */
export const filesStory: readonly Step[] = [
  {
    name: 'make a repository',
    run: async (rest) => {
      const { status, data } = await rest.repos.createForAuthenticatedUser({
        name: 'harbour',
        auto_init: true,
      });
      return { status, name: data.full_name, branch: data.default_branch, private: data.private };
    },
  },
  { name: 'make it twice', run: (rest) => rest.repos.createForAuthenticatedUser({ name: 'harbour' }) },
  {
    name: 'write a file',
    run: async (rest, notes) => {
      const { status, data } = await rest.repos.createOrUpdateFileContents({
        ...at,
        path: 'a.txt',
        message: 'Add a',
        content: base64('one\ntwo\nthree\n'),
      });
      notes.blob = data.content?.sha ?? '';
      return { status, path: data.content?.path, blob: notes.blob, message: data.commit.message };
    },
  },
  {
    name: 'write it without its hash',
    run: (rest) =>
      rest.repos.createOrUpdateFileContents({ ...at, path: 'a.txt', message: 'x', content: base64('x') }),
  },
  {
    name: 'write it with a stale hash',
    run: (rest) =>
      rest.repos.createOrUpdateFileContents({
        ...at,
        path: 'a.txt',
        message: 'x',
        content: base64('x'),
        sha: '0'.repeat(40),
      }),
  },
  {
    name: 'read it',
    run: async (rest) => contentOf((await rest.repos.getContent({ ...at, path: 'a.txt' })).data),
  },
  {
    name: 'read a folder',
    run: async (rest) => {
      const { data } = await rest.repos.getContent({ ...at, path: '' });
      return Array.isArray(data) ? data.map(({ name, type }) => `${type} ${name}`).toSorted() : data;
    },
  },
  { name: 'read what is not there', run: (rest) => rest.repos.getContent({ ...at, path: 'none' }) },
  {
    name: 'make a branch',
    run: async (rest, notes) => {
      notes.head = await headOf(rest, 'main');
      const { status, data } = await rest.git.createRef({ ...at, ref: 'refs/heads/topic', sha: notes.head });
      return { status, ref: data.ref, type: data.object.type };
    },
  },
  {
    name: 'make it again',
    run: (rest, { head }) => rest.git.createRef({ ...at, ref: 'refs/heads/topic', sha: head }),
  },
  {
    name: 'make a branch of nothing',
    run: (rest) => rest.git.createRef({ ...at, ref: 'refs/heads/x', sha: '1'.repeat(40) }),
  },
  {
    name: 'commit to the branch',
    run: async (rest, notes) => {
      const { status } = await rest.repos.createOrUpdateFileContents({
        ...at,
        branch: 'topic',
        path: 'a.txt',
        message: 'Change a',
        content: base64('one\nTWO\nthree\n'),
        sha: notes.blob,
      });
      notes.topic = await headOf(rest, 'topic');
      return { status };
    },
  },
  {
    name: 'move a branch back',
    run: (rest, { head }) => rest.git.updateRef({ ...at, ref: 'heads/topic', sha: head }),
  },
  {
    name: 'list branches',
    run: async (rest) =>
      (await rest.repos.listBranches(at)).data
        .map(({ name, protected: isProtected }) => [name, isProtected])
        .toSorted(),
  },
  {
    name: 'compare',
    run: async (rest) => {
      const { data } = await rest.repos.compareCommitsWithBasehead({ ...at, basehead: 'main...topic' });
      const files = data.files?.map(({ filename, status, additions, deletions, patch }) => ({
        filename,
        status,
        additions,
        deletions,
        patch,
      }));
      return { status: data.status, ahead: data.ahead_by, behind: data.behind_by, files };
    },
  },
  {
    name: 'list commits of a path',
    run: async (rest) =>
      (await rest.repos.listCommits({ ...at, sha: 'topic', path: 'a.txt' })).data.map(
        ({ commit }) => commit.message,
      ),
  },
];
