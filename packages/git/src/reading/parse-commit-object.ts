/** A commit as it is stored, in the fields that `git log` prints. */
export interface RawCommit {
  readonly parents: readonly string[];
  /** `name <e-mail>`. */
  readonly author: string;
  /** ISO 8601, in the author's zone. */
  readonly date: string;
  /** By which commits are ordered, seconds since 1970. */
  readonly committed: number;
  readonly subject: string;
  readonly body: string;
}

const MINUTE_MS = 60_000;
const identity = /^([^<>]*?) ?<([^<>]*)> (\d{1,12}) ([+-])(\d\d)([0-5]\d)$/;

/** @returns undefined for what is written in another way than git writes commits of UTF-8 */
export function parseCommitObject(bytes: Buffer): RawCommit | undefined {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\n\n');
  const head = (end === -1 ? text : text.slice(0, end)).split('\n');
  if (text.includes('\0') || head.some((line) => line.startsWith('encoding '))) return undefined;
  const lines = (key: string) =>
    head.flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []));
  const author = personOf(lines('author'));
  const committer = personOf(lines('committer'));
  if (!author || !committer || !head[0]?.startsWith('tree ')) return undefined;
  return {
    parents: lines('parent'),
    author: author.name,
    date: author.date,
    committed: committer.seconds,
    ...messageOf(end === -1 ? '' : text.slice(end + 2)),
  };
}

function personOf(found: readonly string[]) {
  const [, name, mail, seconds, sign, hours, minutes] = identity.exec(found[0] ?? '') ?? [];
  if (found.length !== 1 || name === undefined || name.trim() !== name || mail?.trim() !== mail)
    return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const local = new Date(Number(seconds) * 1000 + offset * MINUTE_MS);
  // Years of more than four digits are written in another way.
  if (!(local.getTime() < 253_402_300_800_000)) return undefined;
  return {
    name: `${name} <${mail}>`,
    seconds: Number(seconds),
    date: `${local.toISOString().slice(0, 19)}${sign}${hours}:${minutes}`,
  };
}

/** The first paragraph, in one line, and what follows it. */
function messageOf(message: string) {
  const lines = message.split('\n');
  const start = lines.findIndex((line) => !isBlank(line));
  if (start === -1) return { subject: '', body: '' };
  const length = lines.slice(start).findIndex(isBlank);
  const end = length === -1 ? lines.length : start + length;
  const subject = lines.slice(start, end).map(withoutEnd).join(' ');
  const rest = lines.slice(end);
  const body = rest.slice(
    Math.max(
      0,
      rest.findIndex((line) => !isBlank(line)),
    ),
  );
  return { subject, body: body.every(isBlank) ? '' : body.join('\n') };
}

/** Git takes the blanks of ASCII for such, and no others. */
const isBlank = (line: string) => /^[ \t\r\v\f]*$/.test(line);
const withoutEnd = (line: string) => line.replace(/[ \t\r\v\f]+$/, '');
