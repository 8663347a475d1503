import { expectCount } from '../expect-count.ts';
import type { Measure } from '../model.ts';
import { askAllPages, askGitHub, askPeer, entriesOf, type OurAnswer } from './ask.ts';
import { API, type Asked, answerMeasure, lengthMeasure, PLACE } from './measure.ts';
import { CHANGED_LINES, FILES } from './world.ts';

/** What the peer tells of: the first page of GitHub's list. */
const THEIR_FILES = 30;
/** The largest page that GitHub gives. */
const PAGE = 100;

/** The files of the pull request; bytes are of one file, as the peer gives a tenth of them. */
export async function files({ world, peer, ours }: Asked): Promise<Measure[]> {
  const { pullNumber } = world;
  const theirs = await askPeer(peer, {
    name: 'get_pull_request_files',
    args: { ...PLACE, pull_number: pullNumber },
  });
  entriesOf(theirs.found, THEIR_FILES);
  const whole = { name: 'get_pull_request_diff', args: { ...PLACE, pullNumber } };
  const named = await askAllPages(ours, whole);
  const patched = await askAllPages(ours, { ...whole, args: { ...whole.args, path: '**' } });
  for (const pages of [named, patched]) expectCount('changed files', pathsOf(pages).size, FILES);
  expectCount('changed lines', changedLines(patched), CHANGED_LINES * FILES);
  const pages = Array.from({ length: FILES / PAGE }, (_, page) => page + 1);
  const listed = await askGitHub(
    world,
    ...pages.map((page) => `${API}/pulls/${pullNumber}/files?per_page=${PAGE}&page=${page}`),
  );
  const lengths = { github: listed / FILES, peer: theirs.bytes / THEIR_FILES };
  const told = (name: string, unit: string, peer: number | undefined, our: number): Measure => ({
    name,
    unit,
    series: [
      ...(peer === undefined ? [] : [{ who: 'server-github', samples: [peer] }]),
      { who: 'portolan', samples: [our] },
    ],
  });
  return [
    answerMeasure('The files it changes', { ...lengths, ours: perFile(named) }, 'bytes a file'),
    lengthMeasure('The files with their patches', { ...lengths, ours: perFile(patched) }, 'bytes a file'),
    told('Files that can be told of', 'files', THEIR_FILES, FILES),
    told('Calls for the names of all', 'calls', undefined, named.length),
    told('Calls for all patches', 'calls', undefined, patched.length),
  ];
}

const filesOf = (pages: readonly OurAnswer[]) =>
  pages.flatMap(({ found }) =>
    Array.isArray(found.files) ? entriesOf(found.files, found.files.length) : [],
  );

/** A file whose patch goes on in the next answer is in both. */
const pathsOf = (pages: readonly OurAnswer[]) => new Set(filesOf(pages).map(({ path }) => path));

const changedLines = (pages: readonly OurAnswer[]) =>
  filesOf(pages).flatMap(({ patch }) => (typeof patch === 'string' ? [...patch.matchAll(/^[+-]/gm)] : []))
    .length;

const perFile = (pages: readonly OurAnswer[]) => ({
  bytes: pages.reduce((sum, { bytes }) => sum + bytes, 0) / FILES,
  textBytes: pages.reduce((sum, { textBytes }) => sum + textBytes, 0) / FILES,
});
