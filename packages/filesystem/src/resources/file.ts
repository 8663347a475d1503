import { extname } from 'node:path';
import { defineResource, fail, type ResourceContents, ToolError } from '@portolan/runtime';
import type { Files } from '../files.ts';
import { listDirectory, renderEntry } from '../listing/list-directory.ts';
import { mimeTypeOf } from '../reading/mime-types.ts';
import { MAX_TEXT_BYTES } from '../reading/text-options.ts';
import { openScope } from '../searching/open-scope.ts';
import type { Context } from '../services.ts';
import { policyPaths } from '../tools/policy-paths.ts';
import { completePath } from './complete-path.ts';
import { pathOfUri } from './file-uri.ts';
import { listTopLevel } from './list-top-level.ts';
import { watchPath } from './watch-path.ts';

/** Entries of a folder that is read as a resource. */
const MAX_ENTRIES = 2000;

/** Every file inside the allowed folders. */
export const file = defineResource({
  name: 'file',
  title: 'File',
  description: 'A file inside the allowed folders; a folder is read as the list of its entries.',
  needs: ['read_text_file', 'read_media_file', 'list_directory'],
  uri: 'file:///{+path}',
  list: async (cursor, context: Context) => listTopLevel(await context.filesFor(context), cursor),
  complete: {
    path: async (typed, _others, context) => {
      const found = await completePath(await context.filesFor(context), `/${typed}`);
      return found.map((path) => path.slice(1));
    },
  },
  constrained: async (_variables, context, uri) => ({
    path: policyPaths(await context.filesFor(context), pathOfUri(uri)),
  }),
  read: async (_variables, context, uri) => readUri(await context.filesFor(context), uri, context.signal),
  watch: async (uri, changed, context) => {
    const files = await context.filesFor(context);
    return watchPath(files, pathOfUri(uri), changed);
  },
});

async function readUri(files: Files, uri: string, signal: AbortSignal): Promise<readonly ResourceContents[]> {
  const path = pathOfUri(uri);
  const { kind } = files.info(path);
  if (kind === 'directory') {
    return [{ uri, mimeType: 'text/plain', text: await listed(files, path, signal) }];
  }
  return [(await asText(files, path, uri, signal)) ?? (await asBlob(files, path, uri, signal))];
}

/** A resource has no pages: what does not fit is counted, and the tool that has pages is named. */
async function listed(files: Files, path: string, signal: AbortSignal): Promise<string> {
  const { entries, total } = await listDirectory(openScope(files.access, path), {
    limit: MAX_ENTRIES,
    signal,
  });
  const more = total - entries.length;
  const rows = entries.map(renderEntry);
  return (more === 0 ? rows : [...rows, `[${more} more: list_directory gives them in pages.]`]).join('\n');
}

/** Undefined for what is no text. */
async function asText(
  files: Files,
  path: string,
  uri: string,
  signal: AbortSignal,
): Promise<ResourceContents | undefined> {
  try {
    const { content, truncated, size } = await files.readText(path, { maxBytes: MAX_TEXT_BYTES, signal });
    if (truncated) {
      fail('too_large', `The file has ${size} bytes.`, { next: 'Read parts of it with read_text_file.' });
    }
    const type = mimeTypeOf(extname(path));
    return { uri, mimeType: type === 'application/octet-stream' ? 'text/plain' : type, text: content };
  } catch (error) {
    if (error instanceof ToolError && error.code === 'unsupported') return undefined;
    throw error;
  }
}

async function asBlob(
  files: Files,
  path: string,
  uri: string,
  signal: AbortSignal,
): Promise<ResourceContents> {
  const { mimeType, data } = await files.readMedia(path, signal);
  return { uri, mimeType, blob: data };
}
