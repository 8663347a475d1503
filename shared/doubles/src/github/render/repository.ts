import { roleOfCredential } from '../access/open-repository.ts';
import type { Call } from '../http/call.ts';
import { fullNameOf, type Repo, reaches } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { userJson } from './user.ts';

/** Where a repository is in the API. */
export const repoUrl = ({ base }: Call, repo: Repo) => `${base}/repos/${fullNameOf(repo)}`;

/** Where a repository is for people. */
export const repoHtml = ({ parts }: Call, repo: Repo) => `${parts.origin}/${fullNameOf(repo)}`;

/** A repository as it is shown in lists and inside other things. */
export function minimalRepoJson(call: Call, repo: Repo) {
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: fullNameOf(repo),
    private: repo.private,
    owner: userJson(call, repo.owner),
    html_url: repoHtml(call, repo),
    description: repo.description,
    fork: repo.parent !== undefined,
    ...links(repoUrl(call, repo)),
  };
}

/** A repository with its figures and settings. */
export function repoJson(call: Call, repo: Repo) {
  const host = repoHtml(call, repo);
  const open = [...repo.issues.values()].filter(({ state }) => state === 'open').length;
  const stars = call.world.accounts().filter((one) => one.stars.has(repo.id)).length;
  const forks = call.world.repos().filter(({ parent }) => parent === repo).length;
  return {
    ...minimalRepoJson(call, repo),
    created_at: repo.createdAt,
    updated_at: repo.updatedAt,
    pushed_at: repo.pushedAt,
    git_url: host.replace('http', 'git'),
    ssh_url: `git@github.com:${fullNameOf(repo)}.git`,
    clone_url: `${host}.git`,
    svn_url: host,
    homepage: repo.homepage,
    size: 1,
    stargazers_count: stars,
    watchers_count: stars,
    language: repo.language,
    has_issues: repo.hasIssues,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: true,
    forks_count: forks,
    mirror_url: null,
    archived: repo.archived,
    disabled: repo.disabled,
    open_issues_count: open,
    license: licenseJson(repo.license),
    allow_forking: true,
    is_template: repo.isTemplate,
    web_commit_signoff_required: false,
    topics: repo.topics,
    visibility: repo.private ? 'private' : 'public',
    forks,
    open_issues: open,
    watchers: stars,
    default_branch: repo.defaultBranch,
    permissions: permissionsJson(call, repo),
  };
}

/** A repository's own page. */
export function fullRepoJson(call: Call, repo: Repo) {
  const isOrganization = repo.owner.type === 'Organization';
  return {
    ...repoJson(call, repo),
    temp_clone_token: '',
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    allow_update_branch: false,
    use_squash_pr_title_as_default: false,
    squash_merge_commit_message: 'COMMIT_MESSAGES',
    squash_merge_commit_title: 'COMMIT_OR_PR_TITLE',
    merge_commit_message: 'PR_TITLE',
    merge_commit_title: 'MERGE_MESSAGE',
    ...(isOrganization && { organization: userJson(call, repo.owner) }),
    ...(repo.parent && { parent: repoJson(call, repo.parent), source: repoJson(call, rootOf(repo)) }),
    network_count: 0,
    subscribers_count: 1,
  };
}

const rootOf = (repo: Repo): Repo => (repo.parent ? rootOf(repo.parent) : repo);

function permissionsJson(call: Call, repo: Repo) {
  const role = roleOfCredential(repo, call.credential);
  return {
    admin: reaches(role, 'admin'),
    maintain: reaches(role, 'maintain'),
    push: reaches(role, 'write'),
    triage: reaches(role, 'triage'),
    pull: reaches(role, 'read'),
  };
}

const licenseJson = (key: string | null) =>
  key === null
    ? null
    : {
        key: key.toLowerCase(),
        name: key,
        spdx_id: key,
        url: `https://api.github.com/licenses/${key.toLowerCase()}`,
        node_id: nodeId('L', key),
      };

const links = (url: string) => ({
  url,
  archive_url: `${url}/{archive_format}{/ref}`,
  assignees_url: `${url}/assignees{/user}`,
  blobs_url: `${url}/git/blobs{/sha}`,
  branches_url: `${url}/branches{/branch}`,
  collaborators_url: `${url}/collaborators{/collaborator}`,
  comments_url: `${url}/comments{/number}`,
  commits_url: `${url}/commits{/sha}`,
  compare_url: `${url}/compare/{base}...{head}`,
  contents_url: `${url}/contents/{+path}`,
  contributors_url: `${url}/contributors`,
  deployments_url: `${url}/deployments`,
  downloads_url: `${url}/downloads`,
  events_url: `${url}/events`,
  forks_url: `${url}/forks`,
  git_commits_url: `${url}/git/commits{/sha}`,
  git_refs_url: `${url}/git/refs{/sha}`,
  git_tags_url: `${url}/git/tags{/sha}`,
  hooks_url: `${url}/hooks`,
  issue_comment_url: `${url}/issues/comments{/number}`,
  issue_events_url: `${url}/issues/events{/number}`,
  issues_url: `${url}/issues{/number}`,
  keys_url: `${url}/keys{/key_id}`,
  labels_url: `${url}/labels{/name}`,
  languages_url: `${url}/languages`,
  merges_url: `${url}/merges`,
  milestones_url: `${url}/milestones{/number}`,
  notifications_url: `${url}/notifications{?since,all,participating}`,
  pulls_url: `${url}/pulls{/number}`,
  releases_url: `${url}/releases{/id}`,
  stargazers_url: `${url}/stargazers`,
  statuses_url: `${url}/statuses/{sha}`,
  subscribers_url: `${url}/subscribers`,
  subscription_url: `${url}/subscription`,
  tags_url: `${url}/tags`,
  teams_url: `${url}/teams`,
  trees_url: `${url}/git/trees{/sha}`,
});
