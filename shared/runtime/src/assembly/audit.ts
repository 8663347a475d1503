import { homedir } from 'node:os';
import { join } from 'node:path';
import { createAudit } from '../audit/audit.ts';
import { checkSigningKey } from '../audit/check-signing-key.ts';
import type { ServerModule } from '../definition/server.ts';
import type { Redactor } from '../redact/types.ts';
import type { CommonSettings } from '../settings/every-server.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * The audit log of a server, as its settings say.
 *
 * @throws SettingsError when the destination names nothing known, or the key for checkpoints is none
 */
export function assembleAudit(
  destination: string,
  { name }: ServerModule,
  common: CommonSettings,
  redactor: Redactor,
  log: Logger,
): ReturnType<typeof createAudit> {
  if (common.auditKey !== undefined) checkSigningKey(common.auditKey);
  return createAudit({
    destination,
    server: name,
    redactor,
    log,
    failClosed: common.auditRequired,
    ...(common.auditRotateBytes !== undefined && { rotateBytes: common.auditRotateBytes }),
    ...(common.auditKey !== undefined && { checkpoint: { keyFile: common.auditKey } }),
  });
}

/** Beside other state of the user, as the XDG base directory specification names it. */
export function defaultAuditFile(server: string): string {
  const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(state, 'portolan', server, 'audit.jsonl');
}
