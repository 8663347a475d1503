import { fail, text } from '@portolan/runtime';
import { peopleText } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { download } from '../files/download.ts';
import { openFile } from '../files/file-facts.ts';
import type { File } from '../reading/shapes.ts';
import { shownFile } from '../reading/show-message.ts';
import { defineSlackTool } from './define-slack-tool.ts';

/** What models take as images. */
const images: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** An image comes as Base64, a third larger; the largest file that may be loaded has 50 MiB. */
const MAX_ANSWER_BYTES = 160 * 1024 * 1024;

export const readFile = defineSlackTool({
  name: 'read_file',
  title: 'Read File',
  toolset: 'files',
  description: 'The text of a file, or an image. file: id or link. Goes on at nextOffset.',
  effect: 'read',
  maxBytes: MAX_ANSWER_BYTES,
  input: {
    file: z.string().max(1_000),
    offset: z.int().min(0).default(0),
    maxChars: z.int().min(1).max(200_000).default(50_000),
  },
  output: z.looseObject({
    id: z.string(),
    name: z.string(),
    text: z.string().optional(),
    image: z.string().optional(),
    nextOffset: z.int().optional(),
  }),
  render: ({ image, ...rest }) => [
    text(JSON.stringify(rest)),
    ...(image === undefined ? [] : [{ type: 'image' as const, data: image, mimeType: String(rest.type) }]),
  ],
  run: async ({ file: named, offset, maxChars }, session, context) => {
    const { files, filesUrl, maxFileBytes: maxBytes, signal } = context;
    const file = await openFile(session, named, context);
    if (kindOf(file) === 'other') {
      fail('unsupported', 'The file is neither text nor an image that can be shown.', {
        next: 'Open it in Slack by its link.',
        data: { type: file.mimetype ?? 'unknown', link: file.permalink },
      });
    }
    const { body } = await download(session, file, { files, filesUrl, maxBytes, signal });
    const shown = { ...shownFile(file), ...(file.permalink !== undefined && { link: file.permalink }) };
    if (kindOf(file) === 'image') return { ...shown, image: Buffer.from(body).toString('base64') };
    const whole = asText(body);
    const part = whole.slice(offset, offset + maxChars);
    const more = offset + maxChars < whole.length;
    return {
      ...shown,
      text: peopleText(part, Number.MAX_SAFE_INTEGER).text,
      chars: whole.length,
      ...(more && { nextOffset: offset + maxChars }),
      untrusted: ['name', 'text'],
    };
  },
});

function kindOf({ mimetype, mode }: File): 'text' | 'image' | 'other' {
  const type = mimetype ?? '';
  if (images.has(type)) return 'image';
  if (type.startsWith('text/') || mode === 'snippet' || mode === 'post') return 'text';
  return /[/+](json|xml|yaml|toml|javascript|x-sh|sql|csv)$/.test(type) ? 'text' : 'other';
}

/** @throws ToolError `unsupported` for bytes that are no text, whatever their type says */
function asText(bytes: Uint8Array): string {
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!decoded.includes('\0')) return decoded;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return fail('unsupported', 'The file is not text in UTF-8.', { next: 'Open it in Slack by its link.' });
}
