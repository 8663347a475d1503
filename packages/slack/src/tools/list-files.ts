import * as z from 'zod';
import { sharedIn } from '../files/file-facts.ts';
import { factsIfTold } from '../reading/facts-if-told.ts';
import { mayRead, openChannel, rememberRead } from '../reading/open-channel.ts';
import { openCursor, sealCursor } from '../reading/place-cursor.ts';
import { ChannelArgument, userId } from '../reading/references.ts';
import { File } from '../reading/shapes.ts';
import { shownFile } from '../reading/show-message.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Files = z.looseObject({
  files: z.array(File),
  paging: z.looseObject({ page: z.number(), pages: z.number() }).optional(),
});

export const listFiles = defineSlackTool({
  name: 'list_files',
  title: 'List Files',
  toolset: 'files',
  description: 'Files, newest first, of a channel or a person (from: user id).',
  effect: 'read',
  input: {
    channel: ChannelArgument.optional(),
    from: z.string().regex(userId).optional(),
    limit: z.int().min(1).max(100).default(20),
    cursor: z.string().optional(),
  },
  output: z.looseObject({
    files: z.array(z.looseObject({ id: z.string(), name: z.string() })),
    nextCursor: z.string().optional(),
  }),
  channels: ({ channel }) => [channel],
  run: async ({ cursor, workspace: _, ...question }, session, context) => {
    const { channel: named, from, limit } = question;
    const channel = named === undefined ? undefined : await openChannel(session, named, context);
    const page = Number(openCursor(question, cursor) ?? '1');
    const given = {
      count: limit,
      page,
      ...(channel && { channel: channel.id }),
      ...(from !== undefined && { user: from }),
    };
    const { files, paging } = await session.call('files.list', given, Files, context.signal);
    const allowed = channel ? files : await readable(session, files, context);
    const more = paging !== undefined && paging.page < paging.pages;
    return {
      files: allowed.map((file) => ({
        ...shownFile(file),
        ...(file.user !== undefined && { user: file.user }),
        ...(file.created !== undefined && { created: new Date(file.created * 1_000).toISOString() }),
        ...(file.permalink !== undefined && { link: file.permalink }),
        channels: sharedIn(file),
      })),
      ...(files.length > allowed.length && { hidden: files.length - allowed.length }),
      ...sealCursor(question, more ? String(page + 1) : undefined),
      untrusted: ['files[].name'],
    };
  },
});

/** Without a channel Slack lists what lies anywhere; only what lies where one may read is shown. */
async function readable(
  session: Session,
  files: readonly File[],
  context: Context,
): Promise<readonly File[]> {
  const { signal } = context;
  const ids = [...new Set(files.flatMap(sharedIn))];
  const known = await Promise.all(ids.map((id) => factsIfTold(session, id, signal)));
  const open = new Map(
    known.flatMap((one) => (one && mayRead(one, session, context) ? [[one.id, one] as const] : [])),
  );
  return files.filter((file) => {
    const places = sharedIn(file).flatMap((id) => open.get(id) ?? []);
    // The name of a file can say as much as a message.
    const inPublic = places.some(({ kind }) => kind === 'public');
    for (const place of places)
      if (!inPublic || place.kind === 'public') rememberRead(place, session, context);
    return places.length > 0;
  });
}
