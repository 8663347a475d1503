import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError } from '@portolan/runtime';
import { onTestFinished } from 'vitest';
import { createFiles, type Files, type FilesOptions } from './files.ts';

/** A folder with an allowed root and something outside it, removed when the test ends. */
export interface Sandbox {
  readonly base: string;
  readonly root: string;
  readonly outside: string;
  readonly files: Files;
  /** Writes a file below the root, with its folders; answers its absolute path. */
  put(relative: string, content?: string | Buffer): string;
  /** The same below `outside`. */
  putOutside(relative: string, content?: string | Buffer): string;
}

export function sandbox(options: FilesOptions = {}): Sandbox {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-fs-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const root = join(base, 'root');
  const outside = join(base, 'outside');
  mkdirSync(root);
  mkdirSync(outside);
  const put =
    (folder: string) =>
    (relative: string, content: string | Buffer = 'content\n') => {
      const path = join(folder, relative);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    };
  return {
    base,
    root,
    outside,
    files: createFiles([root], options),
    put: put(root),
    putOutside: put(outside),
  };
}

/** The ToolError that a call ends with; fails the test when there is none. */
export async function refusal(call: () => unknown): Promise<ToolError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('The call was expected to fail and succeeded.');
}
