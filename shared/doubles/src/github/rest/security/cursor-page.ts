import type { Call } from '../../http/call.ts';
import { json, type Reply } from '../../http/reply.ts';

/** A page of a list that knows no page numbers: `after` comes from the `Link` header. */
export function cursorPage<T>(call: Call, all: readonly T[], render: (one: T) => unknown): Reply {
  const perPage = Math.min(Number(call.query.get('per_page') ?? 30) || 30, 100);
  const start = indexOf(call.query.get('after'));
  const items = all.slice(start, start + perPage);
  const next = start + perPage < all.length ? start + perPage : undefined;
  return json(items.map(render), 200, next === undefined ? {} : { link: link(call, next) });
}

const indexOf = (cursor: string | null) =>
  cursor === null ? 0 : Number(Buffer.from(cursor, 'base64url').toString('utf8').replace('at:', '')) || 0;

function link(call: Call, next: number): string {
  const query = new URLSearchParams(call.query);
  query.set('after', Buffer.from(`at:${next}`).toString('base64url'));
  return `<${call.base}${call.parts.path}?${query}>; rel="next"`;
}
