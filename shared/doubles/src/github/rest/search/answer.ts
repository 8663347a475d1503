import type { Call } from '../../http/call.ts';
import { pageOf } from '../../http/paging.ts';
import { invalid, json, Refusal, type Reply } from '../../http/reply.ts';

/** GitHub shows at most this many of what it found. */
const MAX_RESULTS = 1000;

/** The query of a search. @throws Refusal 422 without one, or with one that is too long */
export function queryText(call: Call): string {
  const text = call.query.get('q');
  if (!text?.trim()) throw invalid({ resource: 'Search', field: 'q', code: 'missing' });
  if (text.length > 256) {
    const message = 'The search is longer than 256 characters.';
    throw invalid({ resource: 'Search', field: 'q', code: 'invalid', message });
  }
  return text;
}

/** What was found, as every search answers it. */
export function searchAnswer<T>(
  call: Call,
  found: readonly T[],
  render: (one: T) => unknown,
  more: Readonly<Record<string, unknown>> = {},
): Reply {
  const perPage = Number(call.query.get('per_page') ?? 30);
  if (Number(call.query.get('page') ?? 1) * perPage > MAX_RESULTS && found.length > MAX_RESULTS) {
    throw new Refusal(422, `Only the first ${MAX_RESULTS} search results are available`);
  }
  const { items, headers } = pageOf(call, found.slice(0, MAX_RESULTS));
  const shown = { total_count: found.length, incomplete_results: false, ...more, items: items.map(render) };
  return json(shown, 200, headers);
}

export const wantsMatches = ({ accept }: Call) => accept.includes('text-match');

/** Where words are in a text, with what is around the first of them. */
export function textMatch(
  url: string,
  type: string,
  property: string,
  text: string,
  words: readonly string[],
) {
  const at = Math.min(
    ...words.map((word) => text.toLowerCase().indexOf(word.toLowerCase())).filter((one) => one >= 0),
  );
  if (!Number.isFinite(at)) return undefined;
  const start = Math.max(0, text.lastIndexOf('\n', Math.max(0, at - 80)) + 1);
  const fragment = text.slice(start, at + 160);
  const found = words.flatMap((word) => {
    const from = fragment.toLowerCase().indexOf(word.toLowerCase());
    return from < 0
      ? []
      : [{ text: fragment.slice(from, from + word.length), indices: [from, from + word.length] }];
  });
  return { object_url: url, object_type: type, property, fragment, matches: found };
}
