import { readFile } from 'node:fs/promises';
import { errorCode, fail, type Logger, ToolError } from '@portolan/runtime';
import { withFileLock, writePrivateFile } from '@portolan/runtime/private-file';
import type { Upstream } from '@portolan/runtime/upstream';
import * as z from 'zod';
import { Refused, refusalOf } from '../api/explain-error.ts';
import type { Credential } from './credential.ts';
import type { TokenKind } from './token-kind.ts';

/** A token is renewed this long before it expires, so that no call meets the end of it. */
const earlyMs = 5 * 60_000;
/** A renewal is not part of one call: it goes on when that call is cancelled, or its new token would be lost. */
const renewalTimeoutMs = 30_000;
/** A renewal ends sooner, so a lock this old is left over. */
const staleAfterMs = 35_000;
/** Longer than a lock that was left over lies there. */
const lockTimeoutMs = 45_000;

const Kept = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresAt: z.string() });
type Kept = z.output<typeof Kept>;

const Renewed = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number().positive(),
});

export interface Rotation {
  readonly id: string;
  readonly kind: TokenKind;
  readonly file: string;
  /** Used while there is no file. */
  readonly firstRefreshToken: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly upstream: Upstream;
  readonly log: Logger;
}

/** Tokens that Slack replaces every twelve hours. Each refresh token works once, so one renewal goes at a time. */
export function rotatingCredential(rotation: Rotation): Credential {
  let kept: Kept | undefined;
  let renewal: Promise<Kept> | undefined;
  let unsaved: Kept | undefined;

  /** The old refresh token is used up, so what cannot be written is still the only token there is. */
  const keep = async (fresh: Kept) => {
    try {
      await writePrivateFile(rotation.file, `${JSON.stringify(fresh)}\n`);
      unsaved = undefined;
    } catch (error) {
      const reason = String(errorCode(error));
      if (unsaved !== fresh) {
        rotation.log.error('The renewed Slack token cannot be written, and is lost with this process.', {
          reason,
        });
      }
      unsaved = fresh;
    }
  };
  const renewOnce = (expired: string | undefined): Promise<Kept> => {
    renewal ??= renewUnderLock(rotation, expired, unsaved, keep).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const after = async (expired: string | undefined, signal: AbortSignal) => {
    kept = await abortable(renewOnce(expired), signal);
    return kept.accessToken;
  };

  return {
    id: rotation.id,
    kind: rotation.kind,
    async token(signal) {
      if (unsaved !== undefined) await keep(unsaved);
      kept ??= await readKept(rotation.file);
      return kept !== undefined && isFresh(kept) ? kept.accessToken : after(kept?.accessToken, signal);
    },
    renew: (expired, signal) => after(expired, signal),
  };
}

const isFresh = ({ expiresAt }: Kept) => Date.parse(expiresAt) - earlyMs > Date.now();

async function renewUnderLock(
  rotation: Rotation,
  expired: string | undefined,
  unsaved: Kept | undefined,
  keep: (fresh: Kept) => Promise<void>,
): Promise<Kept> {
  const locking = { signal: AbortSignal.timeout(lockTimeoutMs), staleAfterMs };
  return withFileLock(rotation.file, locking, async () => {
    const signal = AbortSignal.timeout(renewalTimeoutMs);
    const found = unsaved ?? (await readKept(rotation.file));
    // Another process may have renewed it while this one waited.
    if (found !== undefined && found.accessToken !== expired && isFresh(found)) return found;
    const refreshToken = found?.refreshToken ?? rotation.firstRefreshToken;
    if (refreshToken === undefined) {
      fail('permission_denied', 'There is neither a token file nor a first refresh token.', {
        next: 'The operator must set SLACK_REFRESH_TOKEN.',
      });
    }
    const fresh = await renew(rotation, refreshToken, signal).catch(async (error: unknown) => {
      const used = error instanceof ToolError && error.data?.slackError === 'invalid_refresh_token';
      const now = used ? await readKept(rotation.file) : undefined;
      // Somebody without the lock was quicker: its token is as good.
      if (now !== undefined && now.refreshToken !== refreshToken) return now;
      throw error;
    });
    await keep(fresh);
    rotation.log.info('Slack renewed the token.', { expiresAt: fresh.expiresAt });
    return fresh;
  });
}

async function renew(rotation: Rotation, refreshToken: string, signal: AbortSignal): Promise<Kept> {
  const body = new URLSearchParams({
    client_id: rotation.clientId,
    client_secret: rotation.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
  const response = await rotation.upstream.fetch(
    {
      method: 'POST',
      path: 'oauth.v2.access',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    { signal },
  );
  const answer = response.json();
  const refused = Refused.safeParse(answer);
  if (refused.success) throw refusalOf('oauth.v2.access', refused.data);
  const renewed = Renewed.safeParse(answer);
  if (!renewed.success) return fail('upstream_error', 'Slack renewed no token that rotates.');
  const { access_token: accessToken, refresh_token, expires_in } = renewed.data;
  const expiresAt = new Date(Date.now() + expires_in * 1_000).toISOString();
  return { accessToken, refreshToken: refresh_token, expiresAt };
}

async function readKept(file: string): Promise<Kept | undefined> {
  try {
    const parsed = Kept.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  return fail('permission_denied', 'The token file holds no tokens of this server.', {
    next: 'The operator must remove the file named by --token-file and set a new SLACK_REFRESH_TOKEN.',
  });
}

/** What the promise gives, or the signal's reason as soon as it aborts. */
function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
