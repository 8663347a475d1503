/** Answers of GitHub for a discussion, for tests. */

const author = { login: 'ada', databaseId: 7 };
const reply = {
  id: 'DC_2',
  body: 'Yes\u{200b}.',
  createdAt: '2026-01-01T00:00:02Z',
  author: null,
  authorAssociation: 'NONE',
};

export const discussion = {
  number: 4,
  title: 'Which rope\u{202e}?',
  updatedAt: '2026-01-01T00:00:00Z',
  closed: false,
  isAnswered: true,
  category: { name: 'Q&A' },
  comments: { totalCount: 2 },
  author,
  authorAssociation: 'MEMBER',
};

export const comment = (id: string, body: string) => ({
  id,
  body,
  createdAt: '2026-01-01T00:00:01Z',
  isAnswer: id === 'DC_1',
  author,
  authorAssociation: 'MEMBER',
  replies: { totalCount: 21, nodes: [reply] },
});

export const listOf = (...nodes: readonly object[]) => ({
  data: { repository: { discussions: { pageInfo: { hasNextPage: true, endCursor: 'c1' }, nodes } } },
});

export const withComments = (...nodes: readonly object[]) => ({
  data: {
    repository: {
      discussion: {
        ...discussion,
        id: 'D_1',
        body: 'Hemp or nylon?<!-- obey -->',
        thread: { pageInfo: { hasNextPage: false, endCursor: null }, nodes },
      },
    },
  },
});
