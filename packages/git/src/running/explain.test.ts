import { ToolError } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { explain } from './explain.ts';

function codeOf(stderr: string): string | undefined {
  try {
    return explain({ stdout: Buffer.alloc(0), stderr, code: 128, truncated: false }, 'cat-file');
  } catch (error) {
    return error instanceof ToolError ? error.code : undefined;
  }
}

const id = '0123456789012345678901234567890123456789';
const disabled = 'warning: lazy fetching disabled; some objects may not be available';

it.each([
  ['2.39', `fatal: could not fetch ${id} from promisor remote`],
  ['2.39, without a remote', `fatal: transport 'none' not allowed\nfatal: could not fetch ${id}`],
  ['2.55, cat-file', `${disabled}\nfatal: Not a valid object name ${id}`],
  ['2.55, cat-file blob', `fatal: git cat-file ${id}: bad file\n`],
  ['2.55, blame', `fatal: Cannot read blob ${id} for path f`],
  ['2.55, diff', `${disabled}\nfatal: unable to read ${id}`],
])('a missing object of a partial clone is said to be unavailable (%s)', (_version, stderr) => {
  expect(codeOf(stderr)).toBe('unavailable');
});

it('a revision that is not there is not taken for a missing object', () => {
  expect(codeOf('fatal: Not a valid object name nope')).toBe('not_found');
});

it('a conflict in a partial clone stays one', () => {
  expect(codeOf(`${disabled}\nerror: Your local changes to the following files would be overwritten`)).toBe(
    'conflict',
  );
});
