import { hash, timingSafeEqual } from 'node:crypto';
import type { AuthInfo } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Authenticated } from './types.ts';

/** Every key is compared on every call, in constant time: 1,000 take about 0.1 ms. */
const maxKeys = 1_000;
/** A key that never expires still needs an expiry for the SDK; the file is the authority. */
const farFutureSeconds = Math.floor(Date.parse('9999-12-31T23:59:59Z') / 1_000);

const entrySchema = z.strictObject({
  id: z.string().regex(/^[\w.@-]{1,64}$/, 'use 1 to 64 letters, digits or . @ _ -'),
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'give the SHA-256 of the key as 64 hexadecimal digits'),
  roles: z.array(z.string().min(1)).default([]),
  scopes: z.array(z.string().min(1)).default([]),
  expires: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
});
const fileSchema = z.strictObject({ keys: z.array(entrySchema).max(maxKeys) });

interface ApiKey {
  readonly digest: Buffer;
  readonly authenticated: Authenticated;
}

/** The keys of one reading of the key file. */
export interface ApiKeys {
  readonly count: number;
  /** Who a presented key belongs to; `expired` for a key past its date, undefined for an unknown one. */
  find(presented: string, nowMs: number): Authenticated | 'expired' | undefined;
}

/**
 * Reads the content of a key file.
 *
 * @throws Error that names the entry and the rule, and quotes no value: an entry may hold a plain key by mistake
 */
export function parseApiKeys(content: unknown): ApiKeys {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) throw new Error(parsed.error.issues.map(problem).join('; '));
  const ids = new Set(parsed.data.keys.map((entry) => entry.id));
  if (ids.size < parsed.data.keys.length) throw new Error('two keys have the same id');
  const keys = parsed.data.keys.map(toApiKey);
  return {
    count: keys.length,
    find(presented, nowMs) {
      const digest = hash('sha256', presented, 'buffer');
      let match: ApiKey | undefined;
      for (const key of keys) {
        if (timingSafeEqual(key.digest, digest)) match = key;
      }
      if (match === undefined) return undefined;
      const { expiresAt = 0 } = match.authenticated.authInfo;
      return expiresAt * 1_000 <= nowMs ? 'expired' : match.authenticated;
    },
  };
}

function problem(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join('.') || 'the file';
  if (issue.code === 'unrecognized_keys') {
    const plain = issue.keys.includes('key') ? ': plain keys are refused, give sha256' : '';
    return `${where}: unknown field ${issue.keys.map((key) => `"${key.slice(0, 32)}"`).join(', ')}${plain}`;
  }
  return `${where}: ${issue.message}`;
}

function toApiKey(entry: z.output<typeof entrySchema>): ApiKey {
  const { id, roles, scopes } = entry;
  const expiresAt = entry.expires ? Math.floor(new Date(entry.expires).getTime() / 1_000) : farFutureSeconds;
  const authInfo: AuthInfo = { token: 'withheld', clientId: id, scopes, expiresAt };
  const caller = { id: `api_key:${id}`, kind: 'api_key', roles, scopes } as const;
  return { digest: Buffer.from(entry.sha256, 'hex'), authenticated: { caller, authInfo } };
}
