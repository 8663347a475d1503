import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { Settings } from '../config.ts';
import { repo_path } from '../reading/fields.ts';
import { nulParts } from '../reading/records.ts';
import { resolveBranch } from '../reading/resolve-branch.ts';
import { readStatus } from '../reading/status.ts';
import type { Place } from '../repository/locate.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkedRemote } from '../repository/remote.ts';
import { checkName } from '../running/grammar.ts';
import { readTransferProgress, type TellProgress } from '../running/transfer-progress.ts';

export const pushInput = {
  repo_path,
  remote: z.string().default('origin'),
  branch_name: z.string().optional(),
};
export const pushOutput = z.object({ branch: z.string(), commit: z.string() });

interface Push {
  readonly progress: TellProgress;
  readonly remote: string;
  readonly branch_name?: string | undefined;
  /** Replaces the remote branch where it is still at this commit. */
  readonly lease?: string;
}

/** The other end on this machine starts without our configuration: neither its hooks nor its filters may run. */
const QUIET_RECEIVER =
  'git -c core.hooksPath=/dev/null -c receive.denyCurrentBranch=refuse -c core.fsmonitor=false ' +
  '-c core.alternateRefsCommand=true -c receive.autogc=false -c gc.auto=0 -c maintenance.auto=false receive-pack';

/** Programs of the configuration that are told not to run by their names alone, which no command line could hold. */
const named = /^(?:hook\.|include)/i;

/** @throws ToolError `unsupported` */
async function refuseNamedHooks(repository: Repository, { gitDir }: Place): Promise<void> {
  const keys: string[] = [];
  for (const scope of ['--local', '--worktree']) {
    const list = ['config', scope, '--list', '-z', '--name-only'];
    // A repository with several work trees may have no configuration of one.
    const { stdout } = await repository.git(['--git-dir', gitDir, ...list], { accept: [128] });
    keys.push(...nulParts(stdout));
  }
  const found = keys.find((key) => named.test(key));
  if (found === undefined) return;
  fail('unsupported', `The remote configures ${JSON.stringify(found)}, so nothing is pushed to it.`, {
    next: 'Ask the user to remove that setting from the remote, or to push with git.',
  });
}

/** Pushes one local branch to the branch of the same name. */
export async function push(
  repository: Repository,
  settings: Settings,
  { remote, branch_name, lease, progress }: Push,
) {
  const { name, env, local } = await checkedRemote(repository, settings, remote, 'push');
  const branch = branch_name ?? (await readStatus(repository, false)).branch;
  if (branch === undefined) fail('invalid_arguments', 'HEAD is on no branch, so branch_name is needed.');
  const ref = `refs/heads/${checkName(branch, 'branch_name')}`;
  const commit = await resolveBranch(repository, branch);
  const force = lease === undefined ? [] : [`--force-with-lease=${ref}:${lease}`];
  if (!settings.allowHooks) for (const place of local) await refuseNamedHooks(repository, place);
  const receive = local.length > 0 && !settings.allowHooks ? [`--receive-pack=${QUIET_RECEIVER}`] : [];
  const how = ['-q', '--progress', '--no-signed', '--no-follow-tags', '--recurse-submodules=no'];
  await repository.git(['push', ...how, ...receive, ...force, name, `${commit}:${ref}`], {
    writes: true,
    env,
    readErrors: readTransferProgress(progress),
  });
  return { branch, commit };
}
