import { isRecord } from '../json/is-record.ts';

/**
 * Whether a `_meta` has only members that change nothing about how a request is served, besides those of a
 * modern envelope: trace context, what clients add for themselves, and a right progress token. Whatever
 * else MCP gives a form is for the library, right or wrong.
 */
export const isPlainMeta = (meta: unknown): meta is Readonly<Record<string, unknown>> =>
  isRecord(meta) &&
  Object.keys(meta).every((key) =>
    key === 'progressToken' ? isProgressToken(meta[key]) : !key.startsWith('io.modelcontextprotocol/'),
  );

/** Where progress is told to; undefined when the client did not ask for it. */
export function progressTokenOf(
  meta: Readonly<Record<string, unknown>> | undefined,
): string | number | undefined {
  const token = meta?.progressToken;
  return isProgressToken(token) ? token : undefined;
}

const isProgressToken = (token: unknown): token is string | number =>
  typeof token === 'string' || Number.isSafeInteger(token);

/** The parameters of `notifications/progress`. */
export const progressParams = (
  progressToken: string | number,
  progress: number,
  total?: number,
  message?: string,
) => ({
  progressToken,
  progress,
  ...(total !== undefined && { total }),
  ...(message !== undefined && { message }),
});
