import { roleOfCredential } from '../../access/open-repository.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { userJson } from '../../render/user.ts';
import type { Account } from '../../state/account.ts';
import { type Role, reaches, roleIn } from '../../state/repository.ts';

const permissionsOf = (role: Role | undefined) => ({
  admin: reaches(role, 'admin'),
  maintain: reaches(role, 'maintain'),
  push: reaches(role, 'write'),
  triage: reaches(role, 'triage'),
  pull: reaches(role, 'read'),
});

/** The older name of a role: what came between did not exist. */
function permissionOf(role: Role | undefined): string {
  if (role === undefined) return 'none';
  if (role === 'triage') return 'read';
  return role === 'maintain' ? 'write' : role;
}

const collaboratorJson = (call: Call, account: Account) => {
  const role = roleIn(call.repo, account);
  return { ...userJson(call, account), permissions: permissionsOf(role), role_name: role ?? 'none' };
};

const everybody = ({ world, repo }: Call) =>
  [repo.owner.login, ...repo.collaborators.keys()]
    .map((login) => world.account(login))
    .filter(({ type }) => type !== 'Organization');

export const collaboratorRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/collaborators', (call) => {
    if (!reaches(roleOfCredential(call.repo, call.credential), 'write')) {
      throw new Refusal(403, 'Must have push access to view repository collaborators.');
    }
    return paged(call, everybody(call), (one) => collaboratorJson(call, one));
  }),
  route('GET /repos/{owner}/{repo}/collaborators/{username}/permission', (call) => {
    if (!reaches(roleOfCredential(call.repo, call.credential), 'write')) {
      throw new Refusal(403, 'Must have push access to view collaborator permission.');
    }
    const account = call.world.findAccount(call.param('username'));
    if (!account) throw new Refusal(404, `${call.param('username')} is not a user`);
    const role = roleIn(call.repo, account);
    return json({
      permission: permissionOf(role),
      user: collaboratorJson(call, account),
      role_name: role ?? 'none',
    });
  }),
  route('GET /repos/{owner}/{repo}/collaborators/{username}', (call) => {
    const account = call.world.findAccount(call.param('username'));
    if (!account || !everybody(call).includes(account)) throw notFound();
    return { status: 204, headers: {}, body: undefined };
  }),
  route('GET /repos/{owner}/{repo}/assignees', (call) =>
    paged(call, everybody(call), (one) => userJson(call, one)),
  ),
];
