/** Answers of GitHub for a project, for tests. */

export const project = {
  data: {
    repositoryOwner: {
      projectV2: {
        id: 'PVT_1',
        number: 2,
        title: 'Roadmap\u{202e}',
        closed: false,
        shortDescription: null,
        url: 'https://github.com/orgs/octo/projects/2',
        fields: {
          nodes: [
            { id: 'F_t', name: 'Title', dataType: 'TITLE' },
            { id: 'F_n', name: 'Note', dataType: 'TEXT' },
            { id: 'F_p', name: 'Points', dataType: 'NUMBER' },
            { id: 'F_d', name: 'Due', dataType: 'DATE' },
            {
              id: 'F_s',
              name: 'Status',
              dataType: 'SINGLE_SELECT',
              options: [
                { id: 'O_todo', name: 'To do' },
                { id: 'O_done', name: 'Done' },
              ],
            },
            {
              id: 'F_i',
              name: 'Sprint',
              dataType: 'ITERATION',
              configuration: { iterations: [{ id: 'I_1', title: 'Sprint 1' }] },
            },
            {},
          ],
        },
      },
    },
  },
};

const field = (name: string) => ({ field: { name } });

const item = {
  id: 'PVTI_1',
  type: 'ISSUE',
  isArchived: false,
  content: {
    number: 1,
    title: 'Rope frays\u{200b}',
    state: 'OPEN',
    repository: { nameWithOwner: 'octo/harbour' },
    author: { login: 'mallory', databaseId: 99 },
  },
  fieldValues: {
    nodes: [
      { text: 'Rope frays', ...field('Title') },
      { name: 'Done', ...field('Status') },
      { number: 3, ...field('Points') },
      { title: 'Sprint 1', ...field('Sprint') },
      {},
    ],
  },
};

export const items = (endCursor?: string) => ({
  data: {
    node: {
      items: { totalCount: 41, pageInfo: { hasNextPage: endCursor !== undefined, endCursor }, nodes: [item] },
    },
  },
});
