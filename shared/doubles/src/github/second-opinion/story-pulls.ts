import { at, contentOf, type Step } from './step.ts';

/** A pull request, from its opening to its merge. */
export const pullsStory: readonly Step[] = [
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
        content: contentOf((await rest.repos.getContent({ ...at, path: 'a.txt' })).data),
      };
    },
  },
];
