import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the demonstration keeps what it need not make or fetch twice. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const base =
    env.XDG_CACHE_HOME || (process.platform === 'win32' && env.LOCALAPPDATA) || join(homedir(), '.cache');
  return join(base, 'portolan', 'postgres-demo');
}
