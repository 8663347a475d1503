import { fitting, makeCursor, readCursor } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';
import { lineRecords } from './records.ts';
import { type Ref, readRefs } from './refs.ts';

/** Refs of one page. */
const MAX_REFS = 100;
/** What is read to find where a page begins: names and dates of about half a million refs, bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface RefQuestion {
  /** What the cursor belongs to. */
  readonly question: unknown;
  readonly cursor: string | undefined;
  readonly prefixes: readonly string[];
  readonly filters?: readonly string[];
}

/**
 * One page of refs, the newest first. A cursor names the last ref of the page before it, so that refs which come
 * and go between two pages neither shift nor repeat the others.
 *
 * @throws ToolError `invalid_arguments` for a cursor of another question
 */
export async function readRefPage(
  repository: Repository,
  { question, cursor, prefixes, filters = [] }: RefQuestion,
): Promise<{ readonly refs: readonly Ref[]; readonly nextCursor?: string }> {
  const found =
    cursor === undefined
      ? await readRefs(repository, { prefixes, filters, count: MAX_REFS + 1 })
      : await refsAfter(repository, readCursor(question, cursor, 2), { prefixes, filters });
  const refs = fitting(found.slice(0, MAX_REFS));
  const last = refs.at(-1);
  if (refs.length === found.length || last === undefined) return { refs };
  return { refs, nextCursor: makeCursor(question, [`${last.seconds}`, last.ref]) };
}

async function refsAfter(
  repository: Repository,
  [seconds = '', ref = '']: readonly string[],
  { prefixes, filters }: Required<Pick<RefQuestion, 'prefixes' | 'filters'>>,
): Promise<readonly Ref[]> {
  const { stdout } = await repository.git(
    [
      'for-each-ref',
      '--format=%(creatordate:unix)%00%(refname)',
      '--sort=-creatordate',
      ...filters,
      '--',
      ...prefixes,
    ],
    { maxBytes: MAX_BYTES },
  );
  const names = lineRecords(stdout)
    .filter(
      ([time = '', name = '']) => Number(time) < Number(seconds) || (time === seconds && isAfter(name, ref)),
    )
    .slice(0, MAX_REFS + 1)
    .map(([, name = '']) => name);
  return names.length === 0 ? [] : readRefs(repository, { prefixes: names, count: names.length });
}

/** In the order of bytes, as git sorts. */
const isAfter = (name: string, other: string) => Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;
