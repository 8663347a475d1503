import { at, type Step } from './step.ts';

/** An issue, from its opening to its end. */
export const issuesStory: readonly Step[] = [
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
];
