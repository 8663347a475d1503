import { type ContentBlock, text } from './content.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A shorter list is no shorter as rows. */
const fewestRows = 3;
/** What stands in a row for a field that its entry does not have. */
const absent = '-';

/**
 * An answer as text in which the names of fields are said once for a list, not in every entry: JSON of all that is
 * no list, then each list as a line with its name, its length and its fields, and a line for each entry.
 * It holds all that the JSON of the answer does but whether digits are a text or a number. A text stands bare only
 * where it is one plain word; any other is a string of JSON, so what strangers wrote ends neither its own quotation
 * nor its line.
 */
export function tableText(answer: Fields): readonly ContentBlock[] {
  const fields = Object.entries(answer);
  const rest = fields.filter(([, value]) => !isTable(value));
  const tables = fields.flatMap(([name, value]) => (isTable(value) ? [tableOf(name, value)] : []));
  const lines = [JSON.stringify(Object.fromEntries(rest)), ...tables];
  return [text(lines.join('\n').replaceAll(lineEnds, escaped))];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTable = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) && value.length >= fewestRows && value.every(isFields);

/** A field that few entries have stands with its name, in an object at the end of the row. */
function tableOf(name: string, entries: readonly Fields[]): string {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    for (const field of fieldsOf(entry)) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const columns = [...counts].filter(([, count]) => count * 2 >= entries.length).map(([field]) => field);
  const others = counts.size > columns.length ? ' {more}' : '';
  const rows = entries.map((entry) => rowOf(entry, columns));
  return [`${name}[${entries.length}]: ${columns.map(word).join(' ')}${others}`, ...rows].join('\n');
}

const fieldsOf = (entry: Fields) => Object.keys(entry).filter((field) => entry[field] !== undefined);

function rowOf(entry: Fields, columns: readonly string[]): string {
  const cells = columns.map((field) => (entry[field] === undefined ? absent : cellOf(entry[field])));
  const more = fieldsOf(entry).filter((field) => !columns.includes(field));
  if (more.length > 0)
    cells.push(JSON.stringify(Object.fromEntries(more.map((field) => [field, entry[field]]))));
  return cells.join(' ');
}

/** Ends of lines for some readers, which JSON leaves as they are. They stand in strings alone. */
const lineEnds = /[\u0085\u2028\u2029]/g;
const escaped = (end: string) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`;

const cellOf = (value: unknown): string => (typeof value === 'string' ? word(value) : JSON.stringify(value));

/** `true`, `false` and `null` are quoted too. Digits are not: to quote each id and time would cost more than it tells. */
const word = (value: string): string =>
  /^[\w.:+#@/][\w.:+#@/-]*$/.test(value) && !/^(?:true|false|null)$/.test(value)
    ? value
    : JSON.stringify(value);
