import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { readAgain } from '../settings/read-again.ts';
import { whyUnreadable } from '../settings/why-unreadable.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ApiKeys } from './api-keys.ts';
import { parseApiKeys } from './api-keys.ts';
import { AuthSettingsError } from './types.ts';

/** How soon a changed file is noticed. Looking is one `stat`, made by a call, so nothing keeps the process up. */
const lookEveryMs = 1_000;
const maxFileBytes = 1024 * 1024;

/** An API key file in use; `current` looks at most once a second whether it changed. */
export interface ApiKeyFile {
  /** The keys as of now, or the last good ones when the file became unreadable. */
  current(): Promise<ApiKeys>;
  /** What is wrong with the file as it is now; undefined when it is in use. */
  problem(): string | undefined;
}

/**
 * Opens a key file and follows its changes, a swapped symbolic link (Kubernetes secrets) included.
 *
 * @throws AuthSettingsError when the file cannot be used at start
 */
export async function openApiKeyFile(
  path: string,
  log: Logger,
  now: () => number = () => performance.now(),
): Promise<ApiKeyFile> {
  let version = await versionOf(path).catch(() => undefined);
  let keys = await load(path, () => readFirst(path)).catch((cause: unknown) => {
    throw new AuthSettingsError(`--api-keys ${path}: ${whyUnreadable(cause)}.`, { cause });
  });
  let problem: string | undefined;
  let lookedAt = now();
  let looking: Promise<void> | undefined;

  const look = async () => {
    const found = await versionOf(path).catch((error: unknown) => whyUnreadable(error));
    if (found === version) return;
    version = found;
    try {
      keys = await load(path, () => readAgain(path, maxFileBytes));
      problem = undefined;
      log.info('API keys loaded', { path, keys: keys.count });
    } catch (error) {
      problem = whyUnreadable(error);
      log.error('API key file cannot be used; the last good keys stay in force', { path, problem });
    }
  };
  return {
    async current() {
      if (looking === undefined && now() - lookedAt >= lookEveryMs) {
        looking = look().finally(() => {
          lookedAt = now();
          looking = undefined;
        });
      }
      await looking;
      return keys;
    },
    problem: () => problem,
  };
}

async function versionOf(path: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(path);
  return `${mtimeMs} ${size} ${ino}`;
}

async function load(path: string, read: () => Promise<string>): Promise<ApiKeys> {
  return parseApiKeys(await parse(path, await read()));
}

/** At the start it may be a pipe. */
async function readFirst(path: string): Promise<string> {
  if ((await stat(path)).size > maxFileBytes) throw new Error(`it is over ${maxFileBytes} bytes`);
  return readFile(path, 'utf8');
}

async function parse(path: string, text: string): Promise<unknown> {
  const isYaml = ['.yaml', '.yml'].includes(extname(path).toLowerCase());
  const yaml = isYaml ? await import('../settings/yaml.ts') : undefined;
  try {
    return yaml ? yaml.parse(text) : JSON.parse(text);
  } catch (error) {
    // A parser's message quotes the text, which may hold a key.
    const place = yaml?.faultPlace(error);
    throw new Error(`the file is not valid ${isYaml ? 'YAML' : 'JSON'}${place ? ` ${place}` : ''}`);
  }
}
