import type { ContentBlock } from '@portolan/runtime';
import * as z from 'zod';
import type { Media } from '../reading/read-media.ts';
import { defineFileTool } from './define-file-tool.ts';

/** Base64 grows by a third, and the answer holds it twice, as the official one does. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const Block = z.union([
  z.object({ type: z.enum(['image', 'audio']), data: z.string(), mimeType: z.string() }),
  z.object({
    type: z.literal('resource'),
    resource: z.object({ uri: z.string(), mimeType: z.string(), blob: z.string() }),
  }),
]);

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
  render: ({ content }) => content.map(asContent),
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

const asContent = (block: z.output<typeof Block>): ContentBlock =>
  block.type === 'resource' ? block : { ...block, type: block.type };
