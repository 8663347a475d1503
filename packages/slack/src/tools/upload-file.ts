import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { tooLarge } from '../files/download.ts';
import { upload } from '../files/upload.ts';
import { escaped } from '../writing/compose.ts';
import { audience, DestinationId, threadOf } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const uploadFile = defineSlackTool({
  name: 'upload_file',
  title: 'Upload File',
  toolset: 'post',
  description: 'Share a file in a channel or thread: text, or bytes as base64.',
  effect: 'write',
  input: {
    channel: DestinationId,
    filename: z.string().regex(/^[^/\\\p{Cc}]{1,255}$/u, 'a file name without folders'),
    text: z.string().optional(),
    base64: z
      .string()
      .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64')
      .optional(),
    title: z.string().max(255).optional(),
    comment: z.string().max(4_000).optional(),
    thread: z.string().optional(),
  },
  output: z.looseObject({ id: z.string(), channel: z.string(), size: z.number() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: id, filename, text, base64, title, comment, thread }, session, context) => {
    const { files, filesUrl, maxFileBytes, signal } = context;
    if ((text === undefined) === (base64 === undefined)) {
      fail('invalid_arguments', 'Give the content as text or as base64, one of both.');
    }
    // It could show another ending than the file has.
    if (/\p{Bidi_Control}/u.test(filename + (title ?? ''))) {
      fail('invalid_arguments', 'filename and title may not turn the direction of text.');
    }
    const content = Buffer.from(text ?? base64 ?? '', text === undefined ? 'base64' : 'utf8');
    if (content.length === 0) fail('invalid_arguments', 'Slack takes no empty file.');
    if (content.length > maxFileBytes) tooLarge(content.length, maxFileBytes);
    const threadTs = threadOf(thread, id);
    const { id: channel } = await audience(session, id, context);
    const said = comment === undefined ? undefined : escaped(comment);
    const file = await upload(
      session,
      { filename, title, content: new Uint8Array(content), channel, threadTs, comment: said },
      { files, filesUrl, signal },
    );
    return {
      id: file.id,
      channel,
      size: content.length,
      ...(file.permalink !== undefined && { link: file.permalink }),
    };
  },
});
