import { paged, pageOf } from '../http/paging.ts';
import { json, notFound, Refusal } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { privateUserJson, publicUserJson, userJson } from '../render/user.ts';

export const userRoutes: readonly Route[] = [
  route('GET /user', (call) => {
    if (call.credential?.kind === 'installation') {
      throw new Refusal(403, 'Resource not accessible by integration');
    }
    return json(privateUserJson(call, call.user));
  }),
  route('GET /users/{username}', (call) => {
    const account = call.world.findAccount(call.param('username'));
    if (!account) throw notFound();
    return json(publicUserJson(call, account));
  }),
  route('GET /users', (call) => {
    const since = Number(call.query.get('since') ?? 0);
    return paged(
      call,
      call.world.accounts().filter(({ id }) => id > since),
      (one) => userJson(call, one),
    );
  }),
  route(
    'GET /user/orgs',
    (call) => {
      const isClassic = call.credential?.scopes !== undefined;
      if (isClassic && !call.credential.scopes?.some((scope) => ['user', 'read:org'].includes(scope))) {
        throw new Refusal(403, 'You need at least read:org scope or user scope to list your organizations.');
      }
      const organizations = [...call.user.organizations].map((login) => call.world.account(login));
      const hidden = organizations.filter(
        (one) => one.samlEnforced && !call.credential?.sso.has(one.login.toLowerCase()),
      );
      const { items, headers } = pageOf(
        call,
        organizations.filter((one) => !hidden.includes(one)),
      );
      const partial = {
        'x-github-sso': `partial-results; organizations=${hidden.map(({ id }) => id).join(',')}`,
      };
      const list = items.map((one) => organizationJson(call.base, one));
      return json(list, 200, { ...headers, ...(hidden.length > 0 && partial) });
    },
    { scopes: ['user', 'read:org'] },
  ),
];

const organizationJson = (base: string, { login, id }: { login: string; id: number }) => {
  const url = `${base}/orgs/${login}`;
  return {
    login,
    id,
    node_id: `O_${id}`,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}`,
    description: null,
  };
};
