import { text } from '@portolan/runtime';
import type { ChangedFile, DiffAnswer } from './diff.ts';

type Shown = { readonly [Key in keyof DiffAnswer]: DiffAnswer[Key] | undefined } & {
  readonly files: readonly ChangedFile[] | undefined;
};

/** The files as JSON lines, so that no name forges a row; then the patch as git prints it. */
export const renderDiff = ({ files, total, patch, cut, nextCursor }: Shown) => [
  text([`${total} changed`, ...(files ?? []).map((file) => JSON.stringify(file))].join('\n')),
  ...(patch === undefined || patch === '' ? [] : [text(patch)]),
  ...(nextCursor === undefined
    ? []
    : [
        text(
          `[More ${cut ? 'of this patch follows' : 'files follow'}: call again with cursor "${nextCursor}".]`,
        ),
      ]),
];
