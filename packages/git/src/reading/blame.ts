/** Neighbouring lines that came from the same commit. */
export interface BlameRange {
  readonly commit: string;
  /** Line in the file as it is now, from 1. */
  readonly start: number;
  readonly author: string;
  readonly date: string;
  readonly subject: string;
  /** Where the lines were, when it was another file. */
  readonly from?: string;
  readonly lines: string[];
}

type About = Pick<BlameRange, 'author' | 'date' | 'subject'> & { readonly file: string };

/** What `git blame --line-porcelain` prints: each line with all that is known of its commit. */
export function parseBlame(output: Buffer, path: string): readonly BlameRange[] {
  const ranges: BlameRange[] = [];
  const headers = new Map<string, string>();
  let commit = '';
  let line = 0;
  for (const row of output.toString('utf8').split('\n')) {
    const [, id, now] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(row) ?? [];
    if (row.startsWith('\t')) {
      add(ranges, { commit, line, text: row.slice(1), about: aboutOf(headers), path });
      headers.clear();
    } else if (id !== undefined && headers.size === 0) {
      commit = id;
      line = Number(now);
      headers.set('', '');
    } else {
      const end = row.indexOf(' ');
      headers.set(end === -1 ? row : row.slice(0, end), end === -1 ? '' : row.slice(end + 1));
    }
  }
  return ranges;
}

function aboutOf(headers: ReadonlyMap<string, string>): About {
  const seconds = Number(headers.get('author-time') ?? 0);
  return {
    author: headers.get('author') ?? '',
    date: new Date(seconds * 1000).toISOString(),
    subject: headers.get('summary') ?? '',
    file: headers.get('filename') ?? '',
  };
}

interface Row {
  readonly commit: string;
  readonly line: number;
  readonly text: string;
  readonly about: About;
  readonly path: string;
}

function add(ranges: BlameRange[], { commit, line, text, about, path }: Row): void {
  const last = ranges.at(-1);
  const { file, ...rest } = about;
  const from = file === path ? undefined : file;
  if (last?.commit === commit && last.from === from) last.lines.push(text);
  else ranges.push({ commit, start: line, ...rest, ...(from !== undefined && { from }), lines: [text] });
}
