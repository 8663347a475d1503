import type { ServerResponse } from 'node:http';
import type { Check } from '../definition/server.ts';
import type { Logger } from '../telemetry/logger.ts';
import { sendJson } from './replies.ts';

const keepMs = 1_000;
const deadlineMs = 5_000;

/** Answers probes. Checks run at most once a second, whoever asks, and fail after five. */
export interface Health {
  live(response: ServerResponse): void;
  /** @param details whether the asker may see the checks, not only the status */
  ready(response: ServerResponse, draining: boolean, details: boolean): Promise<void>;
}

/** `/livez`: the process answers. `/readyz`: its checks pass and it is not draining. */
export function createHealth(check: () => Promise<readonly Check[]>, log: Logger): Health {
  let found: { readonly checks: Promise<readonly Check[]>; readonly atMs: number } | undefined;
  const current = () => {
    if (found === undefined || performance.now() - found.atMs > keepMs) {
      found = { checks: withinDeadline(check, log), atMs: performance.now() };
    }
    return found.checks;
  };
  return {
    live: (response) => sendJson(response, 200, { status: 'ok' }),
    async ready(response, draining, details) {
      const checks = draining ? [] : await current();
      const ok = checks.every((one) => one.ok);
      const status = draining ? 'draining' : ok ? 'ok' : 'failing';
      const shown = checks.map(({ name, ok: passed, detail }) => ({ name, ok: passed, detail }));
      sendJson(response, status === 'ok' ? 200 : 503, details ? { status, checks: shown } : { status });
    },
  };
}

async function withinDeadline(
  check: () => Promise<readonly Check[]>,
  log: Logger,
): Promise<readonly Check[]> {
  const failed = (detail: string): readonly Check[] => [{ name: 'health', ok: false, detail }];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Check[]>((resolve) => {
    timer = setTimeout(() => resolve(failed(`The checks took longer than ${deadlineMs} ms.`)), deadlineMs);
  });
  const checked = check().catch((error: unknown) => {
    log.error('A readiness check threw', { error: String(error) });
    return failed('A check failed with a fault of this server; see its log.');
  });
  const first = await Promise.race([checked, late]);
  clearTimeout(timer);
  return first;
}
