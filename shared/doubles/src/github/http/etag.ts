import type { Credential } from '../state/credential.ts';
import { hashOf } from '../state/world.ts';
import type { Reply } from './reply.ts';

/** Adds the `ETag` of an answer, which differs by credential, and answers 304 to who has it already. */
export function tagged(
  reply: Reply,
  credential: Credential | undefined,
  headers: ReadonlyMap<string, string>,
): Reply {
  if (reply.status !== 200 || reply.body === undefined) return reply;
  const content = 'json' in reply.body ? JSON.stringify(reply.body.json) : reply.body.bytes;
  const tag = `"${hashOf(`${credential?.token ?? ''} ${hashOf(content)}`)}"`;
  const etag = 'json' in reply.body ? `W/${tag}` : tag;
  const withTag = {
    ...reply.headers,
    etag,
    'cache-control': `${credential ? 'private' : 'public'}, max-age=60, s-maxage=60`,
  };
  const known = headers.get('if-none-match')?.split(/, */) ?? [];
  if (known.includes(etag) || known.includes(tag)) return { status: 304, headers: withTag, body: undefined };
  return { ...reply, headers: withTag };
}
