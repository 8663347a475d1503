import type { ContentBlock } from '@portolan/runtime';
import * as z from 'zod';
import type { Media } from '../reading/read-media.ts';
import { defineFileTool } from './define-file-tool.ts';

/** Base64 grows by a third, and the answer holds it twice, as the official one does. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** An image or audio has `data` and `mimeType`; anything else is a `resource`. */
const Block = z.object({
  type: z.enum(['image', 'audio', 'resource']),
  data: z.string().optional(),
  mimeType: z.string().optional(),
  resource: z.object({ uri: z.string(), mimeType: z.string(), blob: z.string() }).optional(),
});

export const readMediaFile = defineFileTool({
  name: 'read_media_file',
  title: 'Read Media File',
  toolset: 'files',
  description: 'Read an image, audio or other binary file as base64 with its MIME type.',
  effect: 'read',
  maxBytes: MAX_ANSWER_BYTES,
  input: z.object({ path: z.string() }),
  output: z.object({ content: z.array(Block), hash: z.string(), size: z.number() }),
  paths: ({ path }) => [path],
  render: ({ content }) => content.flatMap(asContent),
  run: async ({ path }, files, { signal }) => {
    const media = await files.readMedia(path, signal);
    return { content: [blockOf(media)], hash: media.hash, size: media.size };
  },
});

function blockOf({ kind, data, mimeType, uri }: Media): z.input<typeof Block> {
  return kind === 'resource'
    ? { type: kind, resource: { uri, mimeType, blob: data } }
    : { type: kind, data, mimeType };
}

function asContent({
  type,
  data = '',
  mimeType = '',
  resource,
}: z.output<typeof Block>): readonly ContentBlock[] {
  if (type !== 'resource') return [{ type, data, mimeType }];
  return resource === undefined ? [] : [{ type, resource }];
}
