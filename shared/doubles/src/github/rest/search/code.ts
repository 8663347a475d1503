import { canSee } from '../../access/open-repository.ts';
import type { TreeEntry } from '../../git/tree-entry.ts';
import type { Call } from '../../http/call.ts';
import { invalid, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { minimalRepoJson, repoHtml, repoUrl } from '../../render/repository.ts';
import { fullNameOf, type Repo } from '../../state/repository.ts';
import { queryText, searchAnswer, textMatch, wantsMatches } from './answer.ts';
import { hasAll, matches, parseQuery, type Query, same } from './query.ts';

/** Larger files are not in GitHub's index. */
const MAX_BYTES = 384 * 1024;

interface Found {
  readonly repo: Repo;
  readonly commit: string;
  readonly entry: TreeEntry;
  readonly text: string;
}

const languages: Readonly<Record<string, string>> = {
  ts: 'TypeScript',
  js: 'JavaScript',
  py: 'Python',
  go: 'Go',
  md: 'Markdown',
  rs: 'Rust',
};

const extensionOf = (path: string) => /\.([^./]+)$/.exec(path)?.[1] ?? '';

/** The text of the default branch of a repository, which is all that GitHub indexes. */
function filesOf(repo: Repo, query: Query): readonly Found[] {
  const commit = repo.git.resolve(repo.defaultBranch);
  if (commit === undefined) return [];
  const wanted = repo.git.entries(commit, true).filter((entry) => {
    if (entry.type !== 'blob' || (entry.size ?? 0) > MAX_BYTES) return false;
    return matches(query, {
      path: (value) => entry.path.startsWith(value.replace(/^\/|\*+$/g, '')) || entry.path.includes(value),
      filename: (value) => same(entry.path.split('/').at(-1), value),
      extension: (value) => same(extensionOf(entry.path), value),
      language: (value) => same(languages[extensionOf(entry.path)], value),
    });
  });
  return wanted.map((entry) => ({ repo, commit, entry, text: repo.git.read(entry.sha).toString('utf8') }));
}

const inRepo = (call: Call, repo: Repo, query: Query) => {
  const scoped = query.qualifiers.filter(({ name }) => ['repo', 'user', 'org'].includes(name));
  if (scoped.length === 0) return true;
  return scoped.some(({ name, value }) =>
    same(name === 'repo' ? fullNameOf(repo) : repo.owner.login, value === '@me' ? call.user.login : value),
  );
};

function itemJson(call: Call, { repo, commit, entry, text }: Found, words: readonly string[]) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const url = `${repoUrl(call, repo)}/contents/${path}?ref=${commit}`;
  const match = textMatch(url, 'FileContent', 'content', text, words);
  return {
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    url,
    git_url: `${repoUrl(call, repo)}/git/blobs/${entry.sha}`,
    html_url: `${repoHtml(call, repo)}/blob/${commit}/${path}`,
    repository: minimalRepoJson(call, repo),
    score: 1,
    ...(wantsMatches(call) && { text_matches: match ? [match] : [] }),
  };
}

export const codeSearchRoutes: readonly Route[] = [
  route(
    'GET /search/code',
    (call) => {
      if (call.credential === undefined) throw new Refusal(401, 'Requires authentication');
      const query = parseQuery(queryText(call));
      if (query.words.length === 0) {
        const message = 'The search must contain at least one term that is not a qualifier.';
        throw invalid({ resource: 'Search', field: 'q', code: 'missing', message });
      }
      const repos = call.world
        .repos()
        .filter((repo) => canSee(repo, call.credential) && inRepo(call, repo, query));
      const files = repos.flatMap((repo) => filesOf(repo, query));
      const found = files.filter(({ text, entry }) => hasAll(`${text}\n${entry.path}`, query.words));
      return searchAnswer(call, found, (one) => itemJson(call, one, query.words));
    },
    { bucket: 'code_search' },
  ),
];
