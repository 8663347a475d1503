import { describe, expect, it } from 'vitest';
import { makeProject } from '../state/project.ts';
import { nodeId } from '../state/world.ts';
import { client, github, owner, refusal } from '../test-support.ts';

const threads = `query {
  repository(owner: "octo", name: "harbour") {
    pullRequest(number: 1) {
      reviewThreads(first: 10) {
        nodes {
          id isResolved isOutdated path line viewerCanResolve resolvedBy { login }
          comments(first: 10) { nodes { body author { login } replyTo { databaseId } } }
        }
        pageInfo { hasNextPage }
      }
    }
  }
}`;

/** A pull request with one thread. */
async function reviewed() {
  const double = await github();
  const repo = double.repository('octo/harbour', {
    commits: [{ message: 'One', files: { 'a.ts': 'one\ntwo\nthree\n' } }],
  });
  const commits = [{ message: 'Two', files: { 'a.ts': 'one\nTWO\nthree\n' } }];
  const pull = repo.pull({ title: 'Two', head: 'topic', author: 'ada', commits });
  const octokit = owner(double);
  const at = { owner: 'octo', repo: 'harbour', pull_number: pull.number };
  const comments = [{ path: 'a.ts', line: 2, body: 'Why?' }];
  await octokit.rest.pulls.createReview({ ...at, event: 'COMMENT', comments });
  const [first = 0] = pull.threads.keys();
  return { double, repo, pull, graphql: octokit.graphql, id: nodeId('PRRT', first) };
}

const inPull = (nodes: readonly object[]) => ({ repository: { pullRequest: { reviewThreads: { nodes } } } });

describe('review threads', () => {
  it('are answered, resolved and opened again', async () => {
    const { graphql, id } = await reviewed();
    const thread = {
      id,
      isResolved: false,
      isOutdated: false,
      path: 'a.ts',
      line: 2,
      viewerCanResolve: true,
    };
    expect(await graphql(threads)).toMatchObject(inPull([thread]));
    await graphql(
      'mutation ($id: ID!) { addPullRequestReviewThreadReply(input: { pullRequestReviewThreadId: $id, body: "So" }) { comment { id } } }',
      { id },
    );
    const resolve =
      'mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id, clientMutationId: "7" }) { clientMutationId thread { isResolved } } }';
    expect(await graphql(resolve, { id })).toEqual({
      resolveReviewThread: { clientMutationId: '7', thread: { isResolved: true } },
    });
    const comments = { nodes: [{ body: 'Why?', replyTo: null }, { body: 'So' }] };
    expect(await graphql(threads)).toMatchObject(
      inPull([{ isResolved: true, resolvedBy: { login: 'octo' }, comments }]),
    );
    await graphql(
      'mutation ($id: ID!) { unresolveReviewThread(input: { threadId: $id }) { thread { id } } }',
      { id },
    );
    expect(await graphql(threads)).toMatchObject(inPull([{ isResolved: false, resolvedBy: null }]));
  });

  it('are outdated when their line is gone', async () => {
    const { graphql, repo } = await reviewed();
    repo.push('topic', [{ message: 'Three', files: { 'a.ts': 'one\n2\nthree\n' } }]);
    expect(await graphql(threads)).toMatchObject(inPull([{ isOutdated: true, line: null }]));
  });

  it('are not resolved by who may only read', async () => {
    const { double, id } = await reviewed();
    const { graphql } = client(double, double.token({ login: 'eve' }));
    const resolve = graphql(
      'mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }',
      { id },
    );
    await expect(resolve).rejects.toMatchObject({
      errors: [{ type: 'FORBIDDEN', path: ['resolveReviewThread'] }],
    });
  });
});

describe('what is not there', () => {
  it('is an error beside what is', async () => {
    const { graphql } = await reviewed();
    const asked = graphql('{ viewer { login } repository(owner: "octo", name: "nowhere") { id } }');
    await expect(asked).rejects.toMatchObject({
      data: { viewer: { login: 'octo' }, repository: null },
      errors: [
        {
          type: 'NOT_FOUND',
          path: ['repository'],
          message: "Could not resolve to a Repository with the name 'octo/nowhere'.",
        },
      ],
    });
  });

  it('can be any part of an answer, once', async () => {
    const { double, graphql } = await reviewed();
    double.failGraphql({ path: 'repository.pullRequest', message: 'Something went wrong' });
    await expect(graphql(threads)).rejects.toMatchObject({
      data: { repository: { pullRequest: null } },
      errors: [{ message: 'Something went wrong', path: ['repository', 'pullRequest'] }],
    });
    expect(await graphql(threads)).toMatchObject(inPull([{}]));
  });

  it('is a budget that is used up: 200 with RATE_LIMITED', async () => {
    const { double, graphql } = await reviewed();
    const token = [...double.world.credentials.keys()][0];
    double.leave(token, 'graphql', 0);
    await expect(graphql(threads)).rejects.toMatchObject({ errors: [{ type: 'RATE_LIMITED' }] });
    expect(double.requests.at(-1)).toMatchObject({ status: 200 });
  });

  it('is everything without a token', async () => {
    const { double } = await reviewed();
    expect(await refusal(client(double).graphql('{ viewer { login } }'))).toMatchObject({ status: 401 });
  });
});

it('lists want bounds', async () => {
  const { graphql } = await reviewed();
  const of = (list: string) => graphql(`{ repository(owner: "octo", name: "harbour") { ${list} } }`);
  const unbounded = of('discussions { nodes { title } }');
  await expect(unbounded).rejects.toMatchObject({ errors: [{ type: 'MISSING_PAGINATION_BOUNDARIES' }] });
  expect(await of('discussions { totalCount }')).toMatchObject({ repository: { discussions: {} } });
  const many = of('discussions(first: 101) { totalCount }');
  await expect(many).rejects.toMatchObject({ errors: [{ type: 'EXCESSIVE_PAGINATION' }] });
});

it('blame says who wrote which lines', async () => {
  const { graphql } = await reviewed();
  const query = `{ repository(owner: "octo", name: "harbour") { object(expression: "topic") { ... on Commit {
    blame(path: "a.ts") { ranges { startingLine endingLine age commit { messageHeadline author { user { login } } } } } } } } }`;
  const range = (startingLine: number, age: number, messageHeadline: string) => ({
    startingLine,
    endingLine: startingLine,
    age,
    commit: { messageHeadline, author: { user: { login: 'octo' } } },
  });
  expect(await graphql(query)).toEqual({
    repository: {
      object: { blame: { ranges: [range(1, 10, 'One'), range(2, 1, 'Two'), range(3, 10, 'One')] } },
    },
  });
});

it('discussions are started, answered and closed', async () => {
  const { graphql, repo } = await reviewed();
  const category = nodeId('DIC', repo.repo.id * 10 + 2);
  const create = `mutation ($repo: ID!, $category: ID!) {
    createDiscussion(input: { repositoryId: $repo, categoryId: $category, title: "How?", body: "Tell" }) { discussion { number isAnswered } } }`;
  expect(await graphql(create, { repo: nodeId('R', repo.repo.id), category })).toEqual({
    createDiscussion: { discussion: { number: 2, isAnswered: false } },
  });
  const made = repo.discussion({
    title: 'Ideas',
    category: 'Q&A',
    comments: ['First', { author: null, body: 'Gone' }],
  });
  const id = nodeId('DC', made.comments[0]?.id ?? 0);
  await graphql(
    'mutation ($id: ID!) { markDiscussionCommentAsAnswer(input: { id: $id }) { discussion { id } } }',
    { id },
  );
  await graphql(
    'mutation ($id: ID!) { closeDiscussion(input: { discussionId: $id }) { discussion { id } } }',
    { id: nodeId('D', made.id) },
  );
  const list = `query ($after: String) { repository(owner: "octo", name: "harbour") { discussions(first: 1, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
    totalCount pageInfo { hasNextPage endCursor } nodes { title closed isAnswered answer { body } comments(first: 5) { nodes { body author { login } } } } } } }`;
  const after = Buffer.from('cursor:0').toString('base64');
  expect(await graphql(list)).toEqual({
    repository: {
      discussions: {
        totalCount: 2,
        pageInfo: { hasNextPage: true, endCursor: after },
        nodes: [
          {
            title: 'Ideas',
            closed: true,
            isAnswered: true,
            answer: { body: 'First' },
            comments: {
              nodes: [
                { body: 'First', author: { login: 'octo' } },
                { body: 'Gone', author: null },
              ],
            },
          },
        ],
      },
    },
  });
  expect(await graphql(list, { after })).toMatchObject({
    repository: {
      discussions: { pageInfo: { hasNextPage: false }, nodes: [{ title: 'How?', closed: false }] },
    },
  });
});

describe('projects', () => {
  const read = `query { user(login: "octo") { projectV2(number: 1) {
    field(name: "Status") { ... on ProjectV2SingleSelectField { options { name } } }
    items(first: 10) { nodes { type content { ... on PullRequest { number } ... on DraftIssue { title } }
      fieldValueByName(name: "status") { ... on ProjectV2ItemFieldSingleSelectValue { name } } } } } } }`;

  it('have items and values of fields', async () => {
    const { double, graphql, pull } = await reviewed();
    const project = makeProject(double.world, double.account('octo'), {
      title: 'Plan',
      fields: { Size: 'number' },
    });
    const projectId = nodeId('PVT', project.id);
    const add =
      'mutation ($projectId: ID!, $contentId: ID!) { addProjectV2ItemById(input: { projectId: $projectId, contentId: $contentId }) { item { id } } }';
    await graphql(add, { projectId, contentId: nodeId('PR', pull.id) });
    await graphql(add, { projectId, contentId: nodeId('PR', pull.id) });
    await graphql(
      'mutation ($projectId: ID!) { addProjectV2DraftIssue(input: { projectId: $projectId, title: "Later" }) { projectItem { id } } }',
      { projectId },
    );
    const status = project.fields[1];
    const set = `mutation ($projectId: ID!, $itemId: ID!, $fieldId: ID!, $value: ProjectV2FieldValue!) {
      updateProjectV2ItemFieldValue(input: { projectId: $projectId, itemId: $itemId, fieldId: $fieldId, value: $value }) { projectV2Item { id } } }`;
    const item = {
      projectId,
      itemId: nodeId('PVTI', project.items[0]?.id ?? 0),
      fieldId: nodeId('PVTSSF', status?.id ?? 0),
    };
    await graphql(set, { ...item, value: { singleSelectOptionId: status?.options[2]?.id } });
    await expect(graphql(set, { ...item, value: { text: 'Done' } })).rejects.toMatchObject({
      errors: [{ type: 'VALIDATION' }],
    });
    expect(await graphql(read)).toEqual({
      user: {
        projectV2: {
          field: { options: [{ name: 'Todo' }, { name: 'In Progress' }, { name: 'Done' }] },
          items: {
            nodes: [
              { type: 'PULL_REQUEST', content: { number: 1 }, fieldValueByName: { name: 'Done' } },
              { type: 'DRAFT_ISSUE', content: { title: 'Later' }, fieldValueByName: null },
            ],
          },
        },
      },
    });
  });

  it('need a scope of their own', async () => {
    const { double } = await reviewed();
    const { graphql } = client(double, double.token({ login: 'octo', scopes: ['repo'] }));
    await expect(graphql(read)).rejects.toMatchObject({ errors: [{ type: 'INSUFFICIENT_SCOPES' }] });
  });
});

it('an enterprise server has it under /api', async () => {
  const { double } = await reviewed();
  const { graphql } = client(double, double.token({ login: 'octo' }), double.enterpriseUrl);
  expect(await graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'octo' } });
  expect(double.requests.at(-1)?.path).toBe('/api/graphql');
});
