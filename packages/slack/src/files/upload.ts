import { fail } from '@portolan/runtime';
import type { Upstream } from '@portolan/runtime/upstream';
import * as z from 'zod';
import { isUncertain } from '../api/uncertain.ts';
import { File } from '../reading/shapes.ts';
import type { Session } from '../workspaces/session.ts';

const Ticket = z.looseObject({ upload_url: z.string(), file_id: z.string() });
const Completed = z.looseObject({ files: z.array(File) });

export interface Upload {
  readonly filename: string;
  readonly title: string | undefined;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly channel: string;
  readonly threadTs: string | undefined;
  readonly comment: string | undefined;
}

export interface UploadOptions {
  readonly files: Upstream;
  readonly filesUrl: string;
  readonly signal: AbortSignal;
}

/** Uploads in Slack's three steps: an address, the bytes, and only then the file in its channel. */
export async function upload(
  session: Session,
  { filename, title, content, channel, threadTs, comment }: Upload,
  { files, filesUrl, signal }: UploadOptions,
): Promise<File> {
  const wanted = { filename, length: content.length };
  const ticket = await session.call('files.getUploadURLExternal', wanted, Ticket, signal);
  if (!URL.canParse(ticket.upload_url) || new URL(ticket.upload_url).origin !== new URL(filesUrl).origin) {
    fail('unsupported', 'The address to upload to is not in the file store of Slack, so nothing was sent.', {
      next: 'The operator can set --files-url where Slack keeps files elsewhere (GovSlack).',
    });
  }
  const headers = { 'content-type': 'application/octet-stream' };
  // The address holds its own permission, so the token is not sent; the same bytes twice are the same once.
  await files.fetch(
    { method: 'POST', path: ticket.upload_url, body: content, headers },
    { signal, idempotent: true },
  );
  const done = {
    files: completedFiles(ticket.file_id, title ?? filename),
    channel_id: channel,
    ...(comment !== undefined && { initial_comment: comment }),
  };
  const { files: made } = await session
    .call(
      'files.completeUploadExternal',
      threadTs === undefined ? done : { ...done, thread_ts: threadTs },
      Completed,
      signal,
    )
    .catch((error: unknown) => uncertain(error, ticket.file_id));
  return made[0] ?? fail('upstream_error', 'Slack completed the upload without a file.');
}

const completedFiles = (id: string, title: string): [{ id: string; title: string }] => [{ id, title }];

/** When the last answer is lost, the file may be in the channel: its id tells. */
function uncertain(error: unknown, id: string): never {
  if (!isUncertain(error)) throw error;
  return fail(error.code, 'It is unknown whether the file was shared: Slack did not say.', {
    cause: error,
    next: `Look for the file ${id} with list_files before you upload again.`,
    data: { outcome: 'unknown', file: id },
  });
}
