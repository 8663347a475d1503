import { fail } from '@portolan/runtime';
import type { StructuredPatch, StructuredPatchHunk } from 'diff';

/** A patch is read and applied in memory. */
const maxPatchBytes = 1024 * 1024;
const maxPatchFiles = 200;

/** What a patch does to one file. Paths are as the patch names them, without git's `a/` and `b/`. */
export interface FilePatch {
  readonly action: 'modify' | 'create' | 'delete';
  readonly path: string;
  readonly hunks: readonly StructuredPatchHunk[];
}

const nowhere = '/dev/null';

/**
 * Reads a unified diff over one or several files.
 *
 * @throws ToolError `invalid_arguments` for what is no patch, `unsupported` for renames and binary changes, `too_large`
 */
export async function readPatch(text: string): Promise<readonly FilePatch[]> {
  if (Buffer.byteLength(text) > maxPatchBytes) {
    fail('too_large', `The patch has more than ${maxPatchBytes} bytes.`, {
      next: 'Split it into several patches.',
    });
  }
  const { parsePatch } = await import('diff');
  const files = parseOrFail(parsePatch, text).map(toFilePatch);
  if (files.length > maxPatchFiles) fail('too_large', `The patch changes more than ${maxPatchFiles} files.`);
  const twice = files.find(({ path }, index) => files.findIndex((other) => other.path === path) !== index);
  if (twice !== undefined) fail('invalid_arguments', `The patch names ${twice.path} twice.`);
  return files;
}

function parseOrFail(parse: (text: string) => StructuredPatch[], text: string): StructuredPatch[] {
  try {
    return parse(text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'it cannot be read';
    return fail('invalid_arguments', `This is not a unified diff: ${reason}.`, { cause: error });
  }
}

function toFilePatch(patch: StructuredPatch): FilePatch {
  const { oldFileName, newFileName, hunks } = patch;
  if (oldFileName === undefined || newFileName === undefined) {
    return fail('invalid_arguments', 'The patch does not name its files.', {
      next: 'Begin each file with a line "--- path" and a line "+++ path".',
    });
  }
  const [before, after] = withoutPrefixes(oldFileName, newFileName);
  if (patch.isBinary === true) return fail('unsupported', `The patch changes the binary file ${after}.`);
  if (
    patch.isRename === true ||
    patch.isCopy === true ||
    (before !== after && before !== nowhere && after !== nowhere)
  ) {
    return fail('unsupported', `The patch renames or copies ${before}.`, {
      next: 'Use move_file or copy_file for that.',
    });
  }
  if (
    hunks.length === 0 &&
    before !== nowhere &&
    after !== nowhere &&
    patch.isCreate !== true &&
    patch.isDelete !== true
  ) {
    return fail('unsupported', `The patch changes no line of ${after}.`);
  }
  if (before === nowhere || patch.isCreate === true) return { action: 'create', path: after, hunks };
  if (after === nowhere || patch.isDelete === true) return { action: 'delete', path: before, hunks };
  return { action: 'modify', path: after, hunks };
}

/** Git puts `a/` and `b/` in front; other tools do not. */
function withoutPrefixes(before: string, after: string): readonly [string, string] {
  const isOld = before === nowhere || before.startsWith('a/');
  const isNew = after === nowhere || after.startsWith('b/');
  if (!isOld || !isNew || (before === nowhere && after === nowhere)) return [before, after];
  return [before.replace(/^a\//, ''), after.replace(/^b\//, '')];
}
