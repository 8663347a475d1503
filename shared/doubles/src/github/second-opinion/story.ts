import type { Octokit } from '@octokit/rest';

type Rest = Octokit['rest'];

const at = { owner: 'octo', repo: 'harbour' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const b = { ...at, branch: 'topic' };

/** What earlier steps leave for later ones. */
export interface Notes {
  blob: string;
  head: string;
  topic: string;
  comment: number;
  release: number;
}

export interface Step {
  readonly name: string;
  /** What happened, without what differs by nature: ids, dates, hashes, addresses. */
  run(rest: Rest, notes: Notes): Promise<unknown>;
}

const headOf = async (rest: Rest, branch: string) =>
  (await rest.git.getRef({ ...at, ref: `heads/${branch}` })).data.object.sha;

const content = (data: unknown) =>
  typeof data === 'object' && data !== null && 'content' in data
    ? String(data.content).replaceAll('\n', '')
    : undefined;

/** The same calls for any GitHub, from an empty account on. */
export const story: readonly Step[] = [
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
    run: async (rest) => content((await rest.repos.getContent({ ...at, path: 'a.txt' })).data),
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
        ...b,
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
  {
    name: 'open an issue',
    run: async (rest) => {
      const { status, data } = await rest.issues.create({
        ...at,
        title: 'Bug',
        body: 'It breaks',
        labels: ['bug'],
      });
      return {
        status,
        number: data.number,
        state: data.state,
        user: data.user?.login,
        association: data.author_association,
      };
    },
  },
  { name: 'open one without a title', run: (rest) => rest.issues.create({ ...at, title: '' }) },
  {
    name: 'comment',
    run: async (rest, notes) => {
      const { status, data } = await rest.issues.createComment({ ...at, issue_number: 1, body: 'Me too' });
      notes.comment = data.id;
      return { status, body: data.body };
    },
  },
  {
    name: 'comment on nothing',
    run: (rest) => rest.issues.createComment({ ...at, issue_number: 99, body: 'x' }),
  },
  {
    name: 'change the comment',
    run: async (rest, { comment }) =>
      (await rest.issues.updateComment({ ...at, comment_id: comment, body: 'Not me' })).data.body,
  },
  {
    name: 'close the issue',
    run: async (rest) => {
      const { data } = await rest.issues.update({
        ...at,
        issue_number: 1,
        state: 'closed',
        state_reason: 'not_planned',
      });
      return { state: data.state, reason: data.state_reason, comments: data.comments };
    },
  },
  {
    name: 'list issues by state',
    run: async (rest) => {
      const open = await rest.issues.listForRepo(at);
      const closed = await rest.issues.listForRepo({ ...at, state: 'closed' });
      return { open: open.data.length, closed: closed.data.map(({ number }) => number) };
    },
  },
  {
    name: 'list labels',
    run: async (rest) => {
      const names = (await rest.issues.listLabelsForRepo({ ...at, per_page: 100 })).data.map(
        ({ name }) => name,
      );
      return names.includes('bug');
    },
  },
  {
    name: 'make a milestone',
    run: async (rest) => {
      const { status, data } = await rest.issues.createMilestone({ ...at, title: 'v1' });
      return { status, number: data.number, state: data.state, open: data.open_issues };
    },
  },
  {
    name: 'open a pull request',
    run: async (rest) => {
      const { status, data } = await rest.pulls.create({
        ...at,
        title: 'Change',
        head: 'topic',
        base: 'main',
      });
      return {
        status,
        number: data.number,
        draft: data.draft,
        merged: data.merged,
        commits: data.commits,
        files: data.changed_files,
      };
    },
  },
  {
    name: 'open it again',
    run: (rest) => rest.pulls.create({ ...at, title: 'Change', head: 'topic', base: 'main' }),
  },
  {
    name: 'open one of nothing',
    run: (rest) => rest.pulls.create({ ...at, title: 'x', head: 'main', base: 'main' }),
  },
  {
    name: 'list its files',
    run: async (rest) =>
      (await rest.pulls.listFiles({ ...at, pull_number: 2 })).data.map(({ filename, status, patch }) => ({
        filename,
        status,
        patch,
      })),
  },
  {
    name: 'review it',
    run: async (rest) => {
      const comments = [{ path: 'a.txt', line: 2, body: 'Why?' }];
      const { status, data } = await rest.pulls.createReview({
        ...at,
        pull_number: 2,
        event: 'COMMENT',
        body: 'Hm',
        comments,
      });
      return { status, state: data.state, body: data.body };
    },
  },
  {
    name: "approve one's own",
    run: (rest) => rest.pulls.createReview({ ...at, pull_number: 2, event: 'APPROVE' }),
  },
  {
    name: 'list its review comments',
    run: async (rest) =>
      (await rest.pulls.listReviewComments({ ...at, pull_number: 2 })).data.map(({ path, body, line }) => ({
        path,
        body,
        line,
      })),
  },
  {
    name: 'merge another head',
    run: (rest, { head }) => rest.pulls.merge({ ...at, pull_number: 2, sha: head }),
  },
  {
    name: 'merge it',
    run: async (rest, { topic }) => {
      const { status, data } = await rest.pulls.merge({
        ...at,
        pull_number: 2,
        sha: topic,
        merge_method: 'squash',
      });
      return { status, merged: data.merged };
    },
  },
  { name: 'merge it again', run: (rest) => rest.pulls.merge({ ...at, pull_number: 2 }) },
  {
    name: 'read what was merged',
    run: async (rest) => {
      const { data } = await rest.pulls.get({ ...at, pull_number: 2 });
      return {
        state: data.state,
        merged: data.merged,
        by: data.merged_by?.login,
        content: content((await rest.repos.getContent({ ...at, path: 'a.txt' })).data),
      };
    },
  },
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
