import type { EnvironmentOptions } from './environment.ts';

export type Setting = readonly [key: string, value: string];

/** What every git child is told over the repository's own configuration: nothing in it starts a program. */
export function overrides({ allowHooks, trustOwners, credentialHelper }: EnvironmentOptions): Setting[] {
  return [
    ...fixed,
    ...(allowHooks ? [] : [['core.hooksPath', '/dev/null'] as const]),
    ...(trustOwners ? [['safe.directory', '*'] as const] : []),
    // The empty value forgets the helpers of the repository.
    ['credential.helper', ''],
    ...(credentialHelper === undefined ? [] : [['credential.helper', credentialHelper] as const]),
  ];
}

const fixed: readonly Setting[] = [
  ['core.fsmonitor', 'false'],
  ['core.pager', 'cat'],
  ['core.editor', 'true'],
  ['core.askPass', 'true'],
  ['core.attributesFile', '/dev/null'],
  ['core.excludesFile', '/dev/null'],
  ['core.alternateRefsCommand', 'true'],
  ['core.protectHFS', 'true'],
  ['core.protectNTFS', 'true'],
  ['core.quotePath', 'false'],
  ['sequence.editor', 'true'],
  ['diff.external', 'true'],
  ['diff.orderFile', '/dev/null'],
  ['diff.noprefix', 'false'],
  ['diff.mnemonicPrefix', 'false'],
  ['diff.relative', 'false'],
  ['diff.submodule', 'short'],
  ['mailmap.file', ''],
  ['commit.template', '/dev/null'],
  ['log.showSignature', 'false'],
  ['log.mailmap', 'false'],
  ['commit.gpgSign', 'false'],
  ['commit.verbose', 'false'],
  ['tag.gpgSign', 'false'],
  ['push.gpgSign', 'false'],
  ['push.followTags', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['merge.verifySignatures', 'false'],
  ['merge.autoStash', 'false'],
  ['rebase.autoStash', 'false'],
  ['rerere.enabled', 'false'],
  ['gpg.program', 'false'],
  ['gpg.openpgp.program', 'false'],
  ['gpg.x509.program', 'false'],
  ['gpg.ssh.program', 'false'],
  ['gpg.ssh.defaultKeyCommand', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['fetch.writeCommitGraph', 'false'],
  ['protocol.ext.allow', 'never'],
  ['safe.bareRepository', 'explicit'],
  ['transfer.fsckObjects', 'true'],
  ['user.useConfigOnly', 'true'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['i18n.logOutputEncoding', 'UTF-8'],
  ['color.ui', 'false'],
  ['help.autoCorrect', 'never'],
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', '30'],
];
