import { fail, ToolError } from '@portolan/runtime';
import { showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { fileText, linesOf } from '../../repository/file-text.ts';
import { type Contents, readPath } from '../../repository/read-path.ts';
import { filePath, fromOne, owner, ref, repo } from '../../schema/names.ts';
import { present } from '../../schema/present.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** Text of one answer, bytes as JSON. */
const textBudget = 64 * 1024;

const File = z.looseObject({
  path: z.string(),
  type: z.string(),
  text: z.string().optional(),
  nextLine: z.int().optional(),
});

interface Input {
  readonly owner: string;
  readonly repo: string;
  readonly path?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly ref?: string | undefined;
  readonly sha?: string | undefined;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
}

export const getFileContents = defineGitHubTool({
  name: 'get_file_contents',
  title: 'Get files',
  toolset: 'repos',
  description: 'Text of files, entries of folders, at a ref or commit (sha). Goes on at nextLine.',
  effect: 'read',
  input: z.object({
    owner,
    repo,
    path: filePath.optional(),
    paths: z
      .array(filePath)
      .max(20)
      .refine(({ length }) => length > 0, 'is empty')
      .optional(),
    ref: ref.optional(),
    sha: ref.optional(),
    startLine: fromOne.optional(),
    endLine: fromOne.optional(),
  }),
  output: z.object({ files: z.array(File) }),
  untrusted: ['path', 'text', 'entries', 'target'],
  run: async (input, context) => {
    const at = input.sha ?? input.ref;
    await context.lockdown.demandRef(context, input, at);
    const paths = [...new Set(pathsOf(input))];
    const found = await Promise.all(
      paths.map(async (path) => ({ path, contents: await tried(path, at, input, context) })),
    );
    const [only] = found;
    if (found.length === 1 && only?.contents instanceof ToolError) throw only.contents;
    let room = textBudget;
    const files = found.map(({ path, contents }) => {
      const shown = shownFile(contents, input, room);
      room -= shown.bytes;
      return { path: showHidden(path), ...shown.file };
    });
    return { files };
  },
});

function pathsOf({ path, paths }: Input): readonly string[] {
  if (path !== undefined && paths !== undefined) fail('invalid_arguments', 'Give either path or paths.');
  return paths ?? [path ?? ''];
}

/** What is at one of several paths, or why it cannot be had: the others are still answered. */
async function tried(path: string, at: string | undefined, input: Input, context: ToolContext) {
  try {
    return await readPath(context, input, path.replace(/^\/|\/$/g, ''), at);
  } catch (error) {
    if (error instanceof ToolError && (error.code === 'not_found' || error.code === 'too_large'))
      return error;
    throw error;
  }
}

function shownFile(contents: Contents | ToolError, { startLine = 1, endLine }: Input, room: number) {
  if (contents instanceof ToolError) {
    return { file: { type: 'error', code: contents.code, message: contents.message }, bytes: 0 };
  }
  if (contents.type === 'dir') {
    const entries = contents.entries.map(({ name, ...entry }) => ({ name: showHidden(name), ...entry }));
    return { file: { type: contents.type, entries }, bytes: 0 };
  }
  const { type, sha } = contents;
  if (type === 'symlink') return { file: { type, sha, target: showHidden(contents.target) }, bytes: 0 };
  if (type === 'submodule') {
    return {
      file: {
        type,
        sha,
        ...present({ url: contents.submodule_git_url && showHidden(contents.submodule_git_url) }),
      },
      bytes: 0,
    };
  }
  const { size } = contents;
  const content = fileText(contents.bytes);
  if (content.kind === 'binary') return { file: { type: 'binary', sha, size }, bytes: 0 };
  if (content.kind === 'lfs') {
    return { file: { type: 'lfs', sha, size: content.size, oid: content.oid }, bytes: 0 };
  }
  const { bytes, ...lines } = linesOf(content.text, startLine, endLine ?? Number.POSITIVE_INFINITY, room);
  return { file: { type, sha, size, ...lines }, bytes };
}
