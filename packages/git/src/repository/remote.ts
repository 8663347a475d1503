import { fail } from '@portolan/runtime';
import type { Settings } from '../config.ts';
import { remoteEnvironment } from '../running/environment.ts';
import { checkName } from '../running/grammar.ts';
import type { Place } from './locate.ts';
import type { Repository } from './open-repository.ts';
import { checkUrl, servedAt } from './remote-url.ts';

/** Settings of a repository that would start a program, or lead elsewhere, when a remote is used. */
const running =
  /^(remote\..*\.(vcs|uploadpack|receivepack|proxy)|core\.gitproxy|(fetch|receive|transfer)\.fsck\..*|fsck\..*|http\.(.*\.)?(proxy|cookiefile|sslverify|sslcainfo|sslcert|sslkey|extraheader|emptyauth|delegation|followredirects|curloptresolve)|(fetch|transfer)\.bundle.*|bundle\..*|promisor\..*)$/i;

export interface Remote {
  readonly name: string;
  /** What its commands get: the one protocol it uses. */
  readonly env: Readonly<Record<string, string>>;
  /** The repositories on this machine that it stands for. */
  readonly local: readonly Place[];
}

/**
 * A configured remote, checked: where its URLs lead after all rewriting, and that using it runs nothing.
 *
 * @throws ToolError `invalid_arguments`, `not_found`, `forbidden`, `outside_roots`, `unsupported`
 */
export async function checkedRemote(
  repository: Repository,
  settings: Settings,
  name: string,
  direction: 'fetch' | 'push',
): Promise<Remote> {
  checkName(name, 'remote');
  const { values, dormant, ofHome } = repository.settings;
  const found = [...values.keys(), ...dormant].find((setting) => running.test(setting));
  const key = found ?? (ofHome ? 'an include of a file in the home' : undefined);
  if (key !== undefined) {
    fail('unsupported', `The repository configures ${key}, so its remotes are not used.`, {
      next: 'Ask the user to remove that setting, or to use git.',
    });
  }
  if (!values.has(`remote.${name}.url`)) {
    fail('not_found', 'No remote has that name.', { next: 'Use list_remotes.' });
  }
  const how = direction === 'push' ? ['--push'] : [];
  const { stdout } = await repository.git(['remote', 'get-url', '--all', ...how, '--', name]);
  const urls = stdout.toString('utf8').trimEnd().split('\n');
  const protocols = urls.map((url) => checkUrl(url, settings.remoteProtocols, repository.roots));
  return {
    name,
    env: remoteEnvironment([...new Set(protocols)].join(':')),
    local: urls.filter((_url, at) => protocols[at] === 'file').map((url) => servedAt(url, repository.roots)),
  };
}
