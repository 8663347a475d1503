import { expect, it } from 'vitest';
import { connectHarbour } from '../src/test-support.ts';
import { type Harbour, seedHarbour } from './answers/seed-harbour.ts';

type Args = Readonly<Record<string, unknown>>;

const place = { owner: 'octo', repo: 'harbour' };

/** The parts of a query, of the request that has them all. */
function asked({ double }: Pick<Harbour, 'double'>, path: string): readonly string[] {
  return double.requests
    .filter((request) => request.path.split('?')[0] === path)
    .map((request) => decodeURIComponent(request.path.split('?')[1] ?? ''));
}

/** What narrows and orders a list has GitHub do it: the tool, the arguments, the path, and its query. */
const lists: readonly (readonly [tool: string, args: Args, path: string, query: readonly string[]])[] = [
  [
    'search_repositories',
    { query: 'harbour', sort: 'stars', order: 'asc' },
    '/search/repositories',
    ['sort=stars', 'order=asc'],
  ],
  ['search_repositories', { query: 'harbour', perPage: 7 }, '/search/repositories', ['per_page=7']],
  ['search_code', { query: 'rope repo:octo/harbour', perPage: 7 }, '/search/code', ['per_page=7']],
  [
    'list_commits',
    { ...place, since: '2026-01-01T00:00:00Z' },
    '/repos/octo/harbour/commits',
    ['since=2026-01-01T00:00:00Z'],
  ],
  [
    'list_issues',
    { ...place, assignee: 'octo', creator: 'ada' },
    '/repos/octo/harbour/issues',
    ['assignee=octo', 'creator=ada'],
  ],
  [
    'list_issues',
    { ...place, since: '2020-01-01T00:00:00Z', orderBy: 'COMMENTS', direction: 'ASC' },
    '/repos/octo/harbour/issues',
    ['since=2020-01-01T00:00:00Z', 'sort=comments', 'direction=asc'],
  ],
  [
    'search_issues',
    { query: 'rope', sort: 'comments', order: 'asc', perPage: 7 },
    '/search/issues',
    ['sort=comments', 'order=asc', 'per_page=7'],
  ],
  [
    'search_pull_requests',
    { query: 'mend', sort: 'updated', order: 'asc', perPage: 7 },
    '/search/issues',
    ['sort=updated', 'order=asc', 'per_page=7'],
  ],
  [
    'list_pull_requests',
    { ...place, sort: 'popularity', direction: 'asc' },
    '/repos/octo/harbour/pulls',
    ['sort=popularity', 'direction=asc'],
  ],
  ['list_branches', { ...place, perPage: 7 }, '/repos/octo/harbour/branches', ['per_page=7']],
  ['list_tags', { ...place, perPage: 7 }, '/repos/octo/harbour/tags', ['per_page=7']],
  ['list_releases', { ...place, perPage: 7 }, '/repos/octo/harbour/releases', ['per_page=7']],
  [
    'list_repository_collaborators',
    { ...place, affiliation: 'direct', perPage: 7 },
    '/repos/octo/harbour/collaborators',
    ['affiliation=direct', 'per_page=7'],
  ],
  [
    'get_rules',
    { ...place, branch: 'main', perPage: 7 },
    '/repos/octo/harbour/rules/branches/main',
    ['per_page=7'],
  ],
  ['list_milestones', { ...place, perPage: 7 }, '/repos/octo/harbour/milestones', ['per_page=7']],
  ['search_advisories', { affects: 'lodash@1.0.0' }, '/advisories', ['affects=lodash@1.0.0']],
  [
    'list_notifications',
    {
      filter: 'only_participating',
      since: '2020-01-01T00:00:00Z',
      before: '2030-01-01T00:00:00Z',
      perPage: 7,
    },
    '/notifications',
    ['participating=true', 'since=2020-01-01T00:00:00Z', 'before=2030-01-01T00:00:00Z', 'per_page=7'],
  ],
  [
    'list_gists',
    { since: '2020-01-01T00:00:00Z', perPage: 7 },
    '/gists',
    ['since=2020-01-01T00:00:00Z', 'per_page=7'],
  ],
  [
    'search_users',
    { query: 'ada', sort: 'joined', order: 'asc', perPage: 7 },
    '/search/users',
    ['sort=joined', 'order=asc', 'per_page=7'],
  ],
  ['list_starred_repositories', { perPage: 7 }, '/user/starred', ['per_page=7']],
];

it.each(lists)('%s of %j asks %s with %j', async (tool, args, path, query) => {
  const harbour = await seedHarbour();
  await harbour.ok(tool, args);
  for (const part of query) {
    expect(
      asked(harbour, path).some((sent) => sent.split('&').includes(part)),
      part,
    ).toBe(true);
  }
});

const times: readonly (readonly [tool: string, argument: string, args: Args])[] = [
  ['list_commits', 'until', place],
  ['list_issues', 'since', place],
  ['list_notifications', 'before', {}],
  ['list_gists', 'since', {}],
  ['write_milestone', 'due_on', { ...place, title: 'x' }],
];

it.each(times)('%s takes no %s that is no time', async (tool, argument, args) => {
  const { refused, double } = await connectHarbour();
  const error = await refused(tool, { ...args, [argument]: 'yesterday' });
  expect(error).toMatchObject({ code: 'invalid_arguments', message: expect.stringContaining(argument) });
  expect(double.requests).toEqual([]);
});

/** What a change is told: the tool, its arguments, the method and path, and what its body holds. */
const changes: readonly (readonly [tool: string, args: Args, request: string, body: Args])[] = [
  [
    'create_issue',
    { ...place, title: 'x', assignees: ['octo'], milestone: 1 },
    'POST /repos/octo/harbour/issues',
    { assignees: ['octo'], milestone: 1 },
  ],
  [
    'update_issue',
    { ...place, issue_number: 1, assignees: ['ada'], milestone: null },
    'PATCH /repos/octo/harbour/issues/1',
    { assignees: ['ada'], milestone: null },
  ],
  [
    'create_pull_request',
    { ...place, title: 'x', head: 'work', base: 'main', maintainer_can_modify: false },
    'POST /repos/octo/harbour/pulls',
    { maintainer_can_modify: false },
  ],
  [
    'update_pull_request',
    { ...place, pullNumber: 2, base: 'work', maintainer_can_modify: true },
    'PATCH /repos/octo/harbour/pulls/2',
    { base: 'work', maintainer_can_modify: true },
  ],
  [
    'update_pull_request',
    { ...place, pullNumber: 2, reviewers: ['octo'] },
    'POST /repos/octo/harbour/pulls/2/requested_reviewers',
    { reviewers: ['octo'] },
  ],
  [
    'create_release',
    { ...place, tag: 'v9', target: 'main', draft: true, prerelease: true, generateNotes: true },
    'POST /repos/octo/harbour/releases',
    { draft: true, prerelease: true, generate_release_notes: true },
  ],
  ['write_gist', { files: { a: 'b' }, public: true }, 'POST /gists', { public: true }],
];

it.each(changes)('%s of %j sends %s with %j', async (tool, args, request, body) => {
  const harbour = await seedHarbour();
  await harbour.ok(tool, args);
  const sent = harbour.double.requests.filter(({ method, path }) => `${method} ${path}` === request);
  expect(sent.map((one) => JSON.parse(one.body))).toEqual([expect.objectContaining(body)]);
});

it('update_release makes a prerelease of a release', async () => {
  const { ok, harbour, double } = await seedHarbour();
  const { id } = harbour.release({ tag: 'v2', name: 'Two' });
  await ok('update_release', { ...place, release_id: id, prerelease: true });
  const [sent] = double.requests.filter(({ method }) => method === 'PATCH');
  expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({ prerelease: true });
});

it('merge_pull_request takes the title and the text of the commit', async () => {
  const { ok, harbour } = await seedHarbour();
  await ok('merge_pull_request', {
    ...place,
    pullNumber: 3,
    expectedHeadSha: harbour.sha('paint'),
    merge_method: 'squash',
    commit_title: 'Paint it blue',
    commit_message: 'As agreed.',
  });
  const { commits } = await ok('list_commits', { ...place, perPage: 1 });
  expect(commits).toMatchObject([{ message: 'Paint it blue\n\nAs agreed.' }]);
});

it('get_api passes a query on', async () => {
  const harbour = await seedHarbour();
  await harbour.ok('get_api', { path: '/repos/octo/harbour/topics', query: { per_page: '7' } });
  expect(asked(harbour, '/repos/octo/harbour/topics')).toEqual(['per_page=7']);
});

const many = Array.from({ length: 5 }, (_, at) => ({ message: `${at}`, files: { [`f${at}`]: `${at}\n` } }));

/** Lists that no other test goes on with: what makes five of each, and the field they are in. */
const paged: readonly (readonly [
  tool: string,
  args: Args,
  field: string,
  make: (harbour: Awaited<ReturnType<typeof connectHarbour>>) => void | Promise<void>,
])[] = [
  [
    'list_releases',
    place,
    'releases',
    ({ harbour }) => five((at) => void harbour.release({ tag: `v${at}` })),
  ],
  ['list_milestones', place, 'milestones', ({ harbour }) => five((at) => void harbour.milestone(`m${at}`))],
  [
    'search_issues',
    { query: 'rope', ...place },
    'issues',
    ({ harbour }) => five((at) => void harbour.issue({ title: `rope ${at}` })),
  ],
  [
    'list_discussions',
    place,
    'discussions',
    ({ harbour }) =>
      five((at) => void harbour.discussion({ title: `${at}`, body: 'x', category: 'General' })),
  ],
  ['list_gists', {}, 'gists', ({ ok }) => inTurn((at) => ok('write_gist', { files: { [`g${at}`]: 'x' } }))],
  [
    'list_starred_repositories',
    {},
    'repositories',
    ({ double, ok }) =>
      inTurn((at) => {
        double.repository(`octo/star${at}`);
        return ok('star_repository', { owner: 'octo', repo: `star${at}` });
      }),
  ],
];

const five = (make: (at: number) => void) => [0, 1, 2, 3, 4].forEach(make);
async function inTurn(make: (at: number) => Promise<unknown>): Promise<void> {
  for (const at of [0, 1, 2, 3, 4]) await make(at);
}

it.each(paged)('%s goes on to the end, each once', async (tool, args, field, make) => {
  const connected = await connectHarbour({ commits: many });
  await make(connected);
  const seen: string[] = [];
  let after: unknown;
  do {
    const page = await connected.ok(tool, { ...args, perPage: 2, ...(after !== undefined && { after }) });
    const items = page[field];
    if (!Array.isArray(items)) throw new Error(`${tool} answers no ${field}.`);
    expect(items.length).toBeLessThanOrEqual(2);
    seen.push(...items.map((item) => JSON.stringify(item)));
    after = page.nextCursor;
  } while (after !== undefined);
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
});

it('get_commit goes on with the files of a commit', async () => {
  const files = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`f${at}`, `${at}\n`]));
  const { ok } = await connectHarbour({ commits: [{ message: 'Begin', files }] });
  const paths: unknown[] = [];
  let after: unknown;
  do {
    const page = await ok('get_commit', {
      ...place,
      sha: 'main',
      perPage: 2,
      ...(after !== undefined && { after }),
    });
    if (Array.isArray(page.files)) paths.push(...page.files.map(({ path, filename }) => path ?? filename));
    after = page.nextCursor;
  } while (after !== undefined);
  expect(paths.toSorted()).toEqual(['f0', 'f1', 'f2', 'f3', 'f4']);
});
