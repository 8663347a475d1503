import { StringDecoder } from 'node:string_decoder';

/** What git does one after the other when objects are fetched or pushed; each counts as a hundred. */
const steps: readonly string[] = [
  'Counting objects',
  'Compressing objects',
  'Receiving objects',
  'Writing objects',
  'Resolving deltas',
  'Updating files',
];

const HUNDRED = 100;
const counted = /^(?:remote: )?([A-Z][a-z]+ [a-z]+): +(\d+)%/;
/** Lines of progress that count nothing yet, or no longer. */
const uncounted = /^(?:remote: )?(?:[A-Z][a-z]+ [a-z]+: +\d+, done\.|Total \d+ .*)\s*$/;

/** Tells the progress of a call: hundredths of steps that are done, of how many, and what goes on. */
export type TellProgress = (done: number, total: number, message: string) => void;

/**
 * Takes the progress out of what git writes to standard error with `--progress`, so that its errors are left.
 *
 * @returns what reads each chunk and answers the lines that are no progress
 */
export function readTransferProgress(tell: TellProgress): (chunk: Buffer) => Buffer {
  // A chunk may end within a character.
  const decoder = new StringDecoder('utf8');
  let held = '';
  let last = -1;
  return (chunk) => {
    const lines = (held + decoder.write(chunk)).split(/(?<=[\r\n])/);
    const open = lines.at(-1) ?? '';
    // The end of a chunk is held back only where it may be the beginning of progress.
    held = /[\r\n]$/.test(open) || !mayBeProgress(open) ? '' : (lines.pop() ?? '');
    const kept = lines.filter((line) => {
      const [, step = '', percent = '0'] = counted.exec(line) ?? [];
      const at = steps.indexOf(step);
      if (at === -1) return !uncounted.test(line);
      const done = at * HUNDRED + Number(percent);
      if (done > last) tell(done, steps.length * HUNDRED, `${step}: ${percent} %`);
      last = Math.max(last, done);
      return false;
    });
    return Buffer.from(kept.join(''));
  };
}

const beginnings = [...steps, 'Enumerating objects', 'Total '].flatMap((word) => [word, `remote: ${word}`]);

const mayBeProgress = (text: string): boolean =>
  beginnings.some((beginning) => beginning.startsWith(text) || text.startsWith(beginning));
