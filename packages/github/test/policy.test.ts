import { writeFileSync } from 'node:fs';
import { createTempFolder } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { json } from '../src/faults/test-support.ts';
import { connectBehindProxy, connectGitHub } from '../src/test-support.ts';
import { questions } from './answers/questions.ts';
import { seedHarbour } from './answers/seed-harbour.ts';

const place = { owner: 'octo', repo: 'harbour' };
const found = (...names: readonly string[]) => ({
  total_count: names.length,
  incomplete_results: false,
  items: names.map((name, index) => ({
    number: index + 1,
    title: 'Found',
    state: 'open',
    user: { id: 1, login: 'octo' },
    author_association: 'OWNER',
    labels: [],
    assignees: [],
    milestone: null,
    comments: 0,
    updated_at: '2026-01-01T00:00:00Z',
    repository_url: `https://api.github.com/repos/${name}`,
  })),
});

/** A file with a policy that allows everything of one repository and nothing else. */
const policyOf = (repository: string) => policyWith({ allow: [repository] });

async function policyWith(repo: object): Promise<string> {
  const folder = await createTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const file = `${folder.path}/policy.json`;
  const roles = { worker: { rules: [{ arguments: { repo } }] } };
  const assign = [{ kind: 'local', roles: ['worker'] }];
  writeFileSync(file, JSON.stringify({ version: 1, roles, assign }));
  return file;
}

/** A caller whose policy allows everything of `octo/harbour` and nothing else; `octo/secret` is there too. */
async function connectLimited() {
  const faulty = await connectBehindProxy();
  const { double, token, proxy } = faulty;
  double.repository('octo/secret', {
    commits: [{ message: 'Begin', files: { 'plan.txt': 'x\n', 'folder/a.txt': 'a\n' } }],
    branches: { hidden: [{ message: 'H' }] },
  });
  const argv = ['--policy', await policyOf('octo/harbour'), '--yes'];
  return { ...faulty, ...(await connectGitHub({ url: proxy.url, token, argv })) };
}

it('completes nothing of repositories that the policy does not allow', async () => {
  const { client } = await connectLimited();
  const ref = { type: 'ref/resource', uri: 'github://{owner}/{repo}/{ref}/{+path}' } as const;
  const complete = async (name: string, value: string, others: Readonly<Record<string, string>> = {}) =>
    (await client.complete({ ref, argument: { name, value }, context: { arguments: { ...others } } }))
      .completion.values;
  const secret = { owner: 'octo', repo: 'secret' };
  expect(await complete('repo', '', { owner: 'octo' })).toEqual(['harbour']);
  expect(await complete('ref', '', place)).toEqual(['main']);
  expect(await complete('ref', '', secret)).toEqual([]);
  expect(await complete('path', 'README', { ...place, ref: 'main' })).toEqual(['README.md']);
  expect(await complete('path', '', { ...secret, ref: 'main' })).toEqual([]);
});

it('finds nothing, and counts nothing, outside of the policy', async () => {
  const { ok, refused, proxy } = await connectLimited();
  const search = { ...place, query: 'rope repo:octo/harbour' };
  for (const tool of ['search_issues', 'search_pull_requests']) {
    proxy.script(json(/\/search\/issues/, found('octo/harbour', 'octo/secret')));
    expect(JSON.stringify(await ok(tool, search))).not.toContain('secret');
  }
  const outside = [
    'rope repo:octo/secret',
    'x) OR (repo:octo/secret y',
    'x OR password',
    'NOT rope',
    'rope user:octo',
    'rope org:octo',
  ];
  for (const query of outside) {
    for (const tool of ['search_issues', 'search_pull_requests']) {
      expect([query, (await refused(tool, { ...place, query })).code]).toEqual([query, 'forbidden']);
    }
    for (const tool of ['search_code', 'search_repositories']) {
      const narrow = `repo:octo/harbour ${query}`;
      expect([query, (await refused(tool, { query: narrow })).code]).toEqual([query, 'forbidden']);
    }
  }
});

it('shows nothing of what points to an issue from outside of the policy', async () => {
  const { ok, harbour, proxy } = await connectLimited();
  harbour.issue({ title: 'Rope' });
  const pointing = (full_name: string) => ({
    event: 'cross-referenced',
    actor: { login: 'octo', id: 1 },
    source: { type: 'issue', issue: { number: 7, title: 'Plan', state: 'open', repository: { full_name } } },
  });
  const rows = found('octo/harbour', 'octo/secret').items;
  proxy.script(json(/\/timeline/, [pointing('octo/secret'), pointing('octo/harbour')]));
  proxy.script(json(/\/sub_issues/, rows));
  const include = ['sub_issues', 'links', 'timeline'];
  const answer = await ok('get_issue', { ...place, issue_number: 1, include });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(answer).toMatchObject({
    links: [{ repo: 'octo/harbour' }],
    timeline: [{ detail: 'octo/harbour#7' }],
    subIssues: [{ repo: 'octo/harbour' }],
  });
});

it('makes nothing outside of the policy, and takes nothing from there', async () => {
  const { refused, proxy } = await connectLimited();
  const before = proxy.seen.length;
  expect((await refused('fork_repository', place)).code).toBe('forbidden');
  expect((await refused('fork_repository', { ...place, organization: 'acme' })).code).toBe('forbidden');
  expect((await refused('create_repository', { name: 'new' })).code).toBe('forbidden');
  const pull = { ...place, title: 'Plan', head: 'acme:main', base: 'main' };
  expect((await refused('create_pull_request', pull)).code).toBe('forbidden');
  expect(proxy.seen.slice(before)).toEqual([]);
});

it('holds every tool to the repositories that the policy allows, before anything is sent', async () => {
  const harbour = await seedHarbour();
  const { double, token } = harbour;
  const argv = ['--policy', await policyOf('octo/other'), '--yes', '--allow-delete-repository'];
  const { refused } = await connectGitHub({ url: double.url, token, argv: [...argv, '--raw-paths', '/**'] });
  const asked = await Promise.all(
    [...questions].map(async ([name, ask]) => ({ name, ...(await ask(harbour)) })),
  );
  const before = double.requests.length;
  for (const { name, args } of asked) {
    expect([name, (await refused(name, args)).code]).toEqual([name, 'forbidden']);
  }
  expect(double.requests.slice(before)).toEqual([]);
});

/** The repository that the policy allows was renamed to one that it does not. */
async function connectRenamed() {
  const harbour = await seedHarbour();
  const { double, token } = harbour;
  const argv = ['--policy', await policyOf('octo/harbour'), '--yes', '--allow-delete-repository'];
  const limited = await connectGitHub({ url: double.url, token, argv: [...argv, '--raw-paths', '/**'] });
  const asked = await Promise.all(
    [...questions].map(async ([name, ask]) => ({ name, ...(await ask(harbour)) })),
  );
  double.world.renameRepo(harbour.harbour.repo, 'vault');
  return { ...limited, double, asked: asked.filter(({ args }) => args.repo === 'harbour') };
}

it('shows and changes nothing of a repository that was renamed to one outside of the policy', async () => {
  const { refused, double, asked } = await connectRenamed();
  const before = double.requests.length;
  for (const { name, args } of asked) {
    const { code } = await refused(name, args);
    // A search names the repository in its words, which GitHub does not follow.
    expect([name, code]).toEqual([name, expect.stringMatching(/^(forbidden|not_found|invalid_arguments)$/)]);
  }
  const changes = double.requests.slice(before).filter(({ method, path, body, status }) => {
    const reads = method === 'GET' || (path === '/graphql' && !JSON.stringify(body).includes('mutation'));
    return !reads && status < 300;
  });
  expect(changes).toEqual([]);
});

it('gives no resource, prompt or completion of a repository renamed to one outside of the policy', async () => {
  const { client } = await connectRenamed();
  const argument = (name: string) => ({ name, value: '' });
  const file = { type: 'ref/resource', uri: 'github://{owner}/{repo}/{ref}/{+path}' } as const;
  const issue = { type: 'ref/resource', uri: 'github://{owner}/{repo}/issues/{number}' } as const;
  const context = { arguments: { ...place, ref: 'main' } };
  for (const [ref, name] of [
    [file, 'ref'],
    [file, 'path'],
    [issue, 'number'],
  ] as const) {
    const { completion } = await client.complete({ ref, argument: argument(name), context });
    expect([name, completion.values]).toEqual([name, []]);
  }
  for (const path of ['issues/1', 'pulls/2', 'main/src/rope.ts']) {
    const read = client.readResource({ uri: `github://octo/harbour/${path}` });
    await expect(read).rejects.toThrow(/policy/);
  }
  for (const [name, more] of [
    ['review_pull_request', { pullNumber: '2' }],
    ['fix_failing_ci', { pullNumber: '2' }],
    ['triage_issues', {}],
    ['release_notes', { from: 'v0' }],
  ] as const) {
    const given = client.getPrompt({ name, arguments: { ...place, ...more } });
    await expect(given).rejects.toThrow(/policy/);
  }
});

it('goes on after a page of which the policy shows nothing', async () => {
  const { ok, proxy } = await connectLimited();
  const link = `<${proxy.url}/search/issues?page=2>; rel="next"`;
  const headers = { 'content-type': 'application/json', link };
  const body = JSON.stringify(found('octo/secret'));
  proxy.script({ kind: 'status', path: /page=1/, status: 200, headers, body });
  proxy.script(json(/\/search\/issues/, found('octo/harbour')));
  const search = { ...place, query: 'rope repo:octo/harbour' };
  const { issues, nextCursor } = await ok('search_issues', search);
  expect(issues).toEqual([]);
  expect(await ok('search_issues', { ...search, after: nextCursor })).toMatchObject({
    issues: [{ repo: 'octo/harbour' }],
  });
});

it.each(['list_starred_repositories', 'list_notifications', 'get_project'])(
  '%s names no repository, so that a policy about repositories denies it',
  async (tool) => {
    const { double, token } = await connectBehindProxy();
    const argv = ['--toolsets', 'all', '--policy', await policyWith({ deny: ['octo/secret'] })];
    const { refused } = await connectGitHub({ url: double.url, token, argv });
    const args = tool === 'get_project' ? { owner: 'octo', project_number: 1 } : {};
    expect(await refused(tool, args)).toMatchObject({ code: 'forbidden' });
  },
);
