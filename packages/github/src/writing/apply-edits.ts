import { fail } from '@portolan/runtime';

export interface Edit {
  readonly oldText: string;
  readonly newText: string;
}

/**
 * Replaces texts that occur exactly once, one after the other.
 *
 * @throws ToolError `not_found` or `ambiguous`, naming the edit by its number from 1
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, { oldText, newText }, index) => {
    const at = now.indexOf(oldText);
    const which = edits.length === 1 ? 'oldText' : `oldText of edit ${index + 1}`;
    if (at < 0) {
      fail('not_found', `${which} is not in the file. Nothing was written.`, {
        next: now.includes('\r\n')
          ? 'The file has lines that end in \\r\\n: write them so.'
          : 'Read the file again and copy the text exactly.',
      });
    }
    if (now.indexOf(oldText, at + 1) >= 0) {
      fail('ambiguous', `${which} is more than once in the file. Nothing was written.`);
    }
    return now.slice(0, at) + newText + now.slice(at + oldText.length);
  }, text);
}
