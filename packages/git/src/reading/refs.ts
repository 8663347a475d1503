import type { Repository } from '../repository/open-repository.ts';
import { cutText } from './cut-text.ts';
import { lineRecords } from './records.ts';

export interface RefListing {
  readonly prefixes: readonly string[];
  readonly filters?: readonly string[];
  readonly count: number;
}

const FIELDS = [
  '%(refname)',
  '%(objectname)',
  '%(creatordate:iso-strict)',
  '%(upstream:short)',
  '%(upstream:track,nobracket)',
  '%(HEAD)',
  '%(*objectname)',
  '%(creatordate:unix)',
  '%(contents:subject)',
];

export interface Ref {
  /** The whole name. */
  readonly ref: string;
  /** The name as people write it. */
  readonly name: string;
  readonly commit: string;
  readonly date: string;
  /** The date, seconds since 1970. */
  readonly seconds: number;
  readonly subject: string;
  readonly upstream?: string;
  readonly track?: string;
  readonly current?: boolean;
}

/** Names of about a million refs, bytes. */
const MAX_NAMES_BYTES = 64 * 1024 * 1024;

/** How many refs there are. */
export async function countRefs(repository: Repository, prefixes: readonly string[]): Promise<number> {
  const args = ['for-each-ref', '--format=%(refname)', '--', ...prefixes];
  const { stdout } = await repository.git(args, { maxBytes: MAX_NAMES_BYTES });
  return lineRecords(stdout).length;
}

/** Refs, the newest first. */
export async function readRefs(
  repository: Repository,
  { prefixes, filters = [], count }: RefListing,
): Promise<readonly Ref[]> {
  const { stdout } = await repository.git([
    'for-each-ref',
    `--format=${FIELDS.join('%00')}`,
    '--sort=-creatordate',
    `--count=${count}`,
    ...filters,
    '--',
    ...prefixes,
  ]);
  return lineRecords(stdout).map(
    ([
      ref = '',
      id = '',
      date = '',
      upstream = '',
      track = '',
      head = '',
      peeled = '',
      seconds = '',
      subject = '',
    ]) => ({
      ref,
      seconds: Number(seconds),
      name: ref.replace(/^refs\/(heads|remotes|tags)\//, ''),
      commit: peeled === '' ? id : peeled,
      date,
      subject: cutText(subject, 200),
      ...(upstream !== '' && { upstream }),
      ...(track !== '' && { track }),
      ...(head === '*' && { current: true }),
    }),
  );
}
