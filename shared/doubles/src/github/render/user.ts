import type { Call } from '../http/call.ts';
import type { Account } from '../state/account.ts';
import { nodeId } from '../state/world.ts';

/** An account as it is shown inside other things. */
export function userJson({ base, parts }: Call, { id, login, type }: Account) {
  const url = `${base}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId(type === 'Organization' ? 'O' : 'U', id),
    avatar_url: `${parts.origin}/avatars/${id}`,
    gravatar_id: '',
    url,
    html_url: `${parts.origin}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** An account that may be gone: GitHub shows nothing for it. */
export const maybeUserJson = (call: Call, account: Account | null | undefined) =>
  account ? userJson(call, account) : null;

/** An account's own page. */
export function publicUserJson(call: Call, account: Account) {
  const owned = call.world.repos().filter(({ owner }) => owner === account);
  return {
    ...userJson(call, account),
    name: account.name,
    company: account.company,
    blog: '',
    location: account.location,
    email: account.email,
    hireable: null,
    bio: account.bio,
    twitter_username: null,
    public_repos: owned.filter((repo) => !repo.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

/** What one sees of oneself. */
export function privateUserJson(call: Call, account: Account) {
  const owned = call.world.repos().filter((repo) => repo.owner === account && repo.private).length;
  return {
    ...publicUserJson(call, account),
    user_view_type: 'private',
    private_gists: 0,
    total_private_repos: owned,
    owned_private_repos: owned,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
    plan: { name: 'pro', space: 976_562_499, collaborators: 0, private_repos: 9999 },
  };
}
