import { type Assembly, assemble } from '../assembly/assemble.ts';
import { assembleAuthentication } from '../assembly/authentication.ts';
import type { Check, ServerModule } from '../definition/server.ts';
import { loadSettings } from '../settings/load.ts';
import { refuseOnStdio } from '../settings/on-stdio.ts';
import { offeredTools } from './offered-tools.ts';

/** How long one round of checks may take, milliseconds; the first start of a demonstration fetches what it needs. */
const CHECK_TIMEOUT_MS = 60_000;

/**
 * Checks settings, upstream and permissions; answers 1 when something must be mended.
 *
 * @throws SettingsError for a setting with which the server would not start
 */
export async function doctor(server: ServerModule, argv: readonly string[]): Promise<number> {
  const settings = await loadSettings(server, { argv, env: process.env });
  if (!settings.common.http) await refuseOnStdio(server, settings);
  const assembly = await assemble(server, settings);
  try {
    const checks = await findings(assembly);
    const width = Math.max(13, ...checks.map(({ name }) => name.length));
    for (const { ok, name, detail } of checks)
      process.stdout.write(`${ok ? 'ok   ' : 'FAIL '} ${name.padEnd(width)}  ${detail}\n`);
    return checks.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await assembly.close();
  }
}

async function findings(assembly: Assembly): Promise<readonly Check[]> {
  const { common } = assembly.settings;
  const authentication = common.http ? await assembleAuthentication(common, assembly.log) : undefined;
  return [
    { name: 'node', ok: true, detail: `Node.js ${process.versions.node}` },
    { name: 'settings', ok: true, detail: 'Every setting is understood.' },
    { name: 'policy', ...assembly.policyStatus() },
    checkTools(assembly),
    await checkAudit(assembly),
    ...((await authentication?.check()) ?? []),
    ...(await assembly.checkRedis()),
    ...(await serverChecks(assembly)),
  ];
}

function checkTools(assembly: Assembly): Check {
  const { offered, all, doubts } = offeredTools(assembly);
  const detail = [`${offered} of ${all} tools are offered.`, ...doubts].join(' ');
  return { name: 'tools', ok: offered > 0, detail };
}

async function checkAudit({ engine }: Assembly): Promise<Check> {
  try {
    await engine.parts.audit.ready();
    return { name: 'audit', ...engine.parts.audit.status() };
  } catch (error) {
    return { name: 'audit', ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function serverChecks({ engine }: Assembly): Promise<readonly Check[]> {
  try {
    const connected = await engine.parts.connected();
    return await connected.check(AbortSignal.timeout(CHECK_TIMEOUT_MS), true);
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    if (late) {
      const detail = `The checks were not done within ${CHECK_TIMEOUT_MS / 1000} s. Run doctor again; if it stays so, look at the network and at what the server works with.`;
      return [{ name: 'start', ok: false, detail }];
    }
    return [{ name: 'start', ok: false, detail: error instanceof Error ? error.message : String(error) }];
  }
}
