import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { Settings } from '../config.ts';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { readStatus } from '../reading/status.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkedRemote } from '../repository/remote.ts';
import { checkName } from '../running/grammar.ts';

export const pushInput = {
  repo_path,
  remote: z.string().default('origin'),
  branch_name: z.string().optional(),
};
export const pushOutput = z.object({ branch: z.string(), commit: z.string() });

interface Push {
  readonly remote: string;
  readonly branch_name?: string | undefined;
  /** Replaces the remote branch where it is still at this commit. */
  readonly lease?: string;
}

/** The other end on this machine starts without our configuration: neither its hooks nor its filters may run. */
const QUIET_RECEIVER =
  'git -c core.hooksPath=/dev/null -c receive.denyCurrentBranch=refuse -c core.fsmonitor=false receive-pack';

/** Pushes one local branch to the branch of the same name. */
export async function push(repository: Repository, settings: Settings, { remote, branch_name, lease }: Push) {
  const { name, env, local } = await checkedRemote(repository, settings, remote, 'push');
  const branch = branch_name ?? (await readStatus(repository, false)).branch;
  if (branch === undefined) fail('invalid_arguments', 'HEAD is on no branch, so branch_name is needed.');
  const ref = `refs/heads/${checkName(branch, 'branch_name')}`;
  const commit = await resolveRevision(repository, ref);
  const force = lease === undefined ? [] : [`--force-with-lease=${ref}:${lease}`];
  const receive = local && !settings.allowHooks ? [`--receive-pack=${QUIET_RECEIVER}`] : [];
  const how = ['-q', '--no-signed', '--no-follow-tags', '--recurse-submodules=no'];
  await repository.git(['push', ...how, ...receive, ...force, name, `${commit}:${ref}`], {
    writes: true,
    env,
  });
  return { branch, commit };
}
