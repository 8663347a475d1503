import { parseDestination } from '../audit/sinks/select.ts';
import type { OwnFile } from '../definition/server.ts';
import type { CommonSettings } from '../settings/every-server.ts';

/** The files by which the operator governs this process and which it writes for the operator. */
export function ownFiles(common: CommonSettings, auditDestination: string): readonly OwnFile[] {
  const audit = parseDestination(auditDestination);
  const { policy, apiKeys, config, auditKey } = common;
  const read = [policy, apiKeys, config, auditKey].flatMap((path) => (path === undefined ? [] : [path]));
  return [
    ...read.map((path) => ({ path, numbered: false })),
    ...(audit.kind === 'file' ? [{ path: audit.path, numbered: true }] : []),
  ];
}
