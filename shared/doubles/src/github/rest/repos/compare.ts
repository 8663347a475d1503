import { diffFiles, diffText, patchText } from '../../git/diff.ts';
import type { Call } from '../../http/call.ts';
import { pageOf } from '../../http/paging.ts';
import { bytes, json, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { commitJson, fileJson } from '../../render/commit.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import type { Repo } from '../../state/repository.ts';
import { mediaOf } from './commits.ts';

/** A comparison shows this many commits a page and files in all. */
const MAX_COMMITS = 250;
const MAX_FILES = 300;

/** A side of a comparison: a revision here, or `owner:branch` of a fork, whose objects are taken over. */
function sideOf(call: Call, name: string): string {
  const [owner, branch] = name.includes(':') ? name.split(':', 2) : [undefined, name];
  const repo = owner === undefined ? call.repo : inNetwork(call, owner);
  const sha = branch === undefined ? undefined : repo?.git.resolve(branch);
  if (repo === undefined || sha === undefined) throw notFound();
  if (repo !== call.repo) call.repo.git.fetch(repo.git, sha, `refs/network/${repo.id}/${sha}`);
  return sha;
}

const rootOf = (repo: Repo): Repo => (repo.parent ? rootOf(repo.parent) : repo);

function inNetwork({ world, repo }: Call, owner: string): Repo | undefined {
  const root = rootOf(repo);
  const mine = world.repos().filter((one) => one.owner.login.toLowerCase() === owner.toLowerCase());
  return mine.find((one) => rootOf(one) === root);
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

function compare(call: Call): Reply {
  const { git } = call.repo;
  const text = call.param('basehead');
  const [left, right] = text.includes('...') ? text.split('...', 2) : [undefined, undefined];
  if (!left || !right) throw notFound();
  const base = sideOf(call, left);
  const head = sideOf(call, right);
  const mergeBase = git.mergeBase(base, head);
  if (mergeBase === undefined) throw new Refusal(404, `No common ancestor between ${left} and ${right}.`);
  const media = mediaOf(call.accept);
  if (media === 'diff')
    return bytes(diffText(git, mergeBase, head), 'application/vnd.github.diff; charset=utf-8');
  if (media === 'patch')
    return bytes(patchText(git, mergeBase, head), 'application/vnd.github.patch; charset=utf-8');
  return comparison(call, text, { base, head, mergeBase });
}

function comparison(
  call: Call,
  text: string,
  { base, head, mergeBase }: { base: string; head: string; mergeBase: string },
): Reply {
  const { repo } = call;
  const { git } = repo;
  const ahead = git.log(['--reverse', '--topo-order', head, '--not', base]);
  const behind = git.log([base, '--not', head]).length;
  const { items, headers } = pageOf(call, ahead, MAX_COMMITS, MAX_COMMITS);
  const isFirst = Number(call.query.get('page') ?? 1) <= 1;
  const files = isFirst ? diffFiles(git, mergeBase, head).slice(0, MAX_FILES) : undefined;
  const html = `${repoHtml(call, repo)}/compare/${encodeURIComponent(text)}`;
  const show = (sha: string) => commitJson(call, repo, git.commit(sha));
  const shown = {
    url: `${repoUrl(call, repo)}/compare/${encodeURIComponent(text)}`,
    html_url: html,
    permalink_url: `${repoHtml(call, repo)}/compare/${base.slice(0, 7)}...${head.slice(0, 7)}`,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: show(base),
    merge_base_commit: show(mergeBase),
    status: statusOf(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: items.map((one) => commitJson(call, repo, one)),
    ...(files && { files: files.map((file) => fileJson(call, repo, head, file)) }),
  };
  return json(shown, 200, headers);
}

export const compareRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/compare/{basehead}', compare),
];
