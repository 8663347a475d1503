import type { Call } from './call.ts';
import { pathById } from './locate.ts';
import { type Headers, json, type Reply } from './reply.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Headers;
}

const number = (text: string | null, fallback: number) => {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : fallback;
};

/** One page of a list by `page` and `per_page` (at most 100, 30 unless told), with the `Link` header. */
export function pageOf<T>(call: Call, all: readonly T[], most = 100, usual = 30): Page<T> {
  const perPage = Math.min(number(call.query.get('per_page'), usual), most);
  const page = number(call.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const items = all.slice((page - 1) * perPage, page * perPage);
  return { items, headers: linkHeader(call, page, last) };
}

/** A page of a list as the answer; each of its items is rendered only when it is shown. */
export function paged<T>(call: Call, all: readonly T[], render: (item: T) => unknown): Reply {
  const { items, headers } = pageOf(call, all);
  return json(items.map(render), 200, headers);
}

/** A page of a list inside an object, as `{total_count, workflow_runs: []}`. */
export function counted<T>(call: Call, name: string, all: readonly T[], render: (item: T) => unknown): Reply {
  const { items, headers } = pageOf(call, all);
  return json({ total_count: all.length, [name]: items.map(render) }, 200, headers);
}

function linkHeader(call: Call, page: number, last: number): Headers {
  const to = (wanted: number, rel: string) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(wanted));
    return `<${call.base}${pathById(call.world, call.parts.path)}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ];
  return links.length > 0 ? { link: links.join(', ') } : {};
}
