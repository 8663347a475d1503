import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { type PrivateSource, workspaceSource } from '../policy/provenance.ts';
import { factsIfTold } from '../reading/facts-if-told.ts';
import { mayRead } from '../reading/open-channel.ts';
import { File } from '../reading/shapes.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';

const FileAnswer = z.looseObject({ file: File });

/** The id in a file's id or permalink. */
function fileId(named: string): string {
  const [id] = /\bF[A-Z0-9]{6,}\b/.exec(named) ?? [];
  return id ?? fail('invalid_arguments', 'That is neither the id of a file (F…) nor a link to one.');
}

/** Where a file was shared, by channel id. */
export const sharedIn = ({ channels = [], groups = [], ims = [] }: File): readonly string[] => [
  ...channels,
  ...groups,
  ...ims,
];

/** Canvases are files of a kind of their own. */
export const isCanvas = ({ mimetype, filetype, mode }: File): boolean =>
  mimetype === 'application/vnd.slack-docs' || filetype === 'quip' || mode === 'quip';

/**
 * A file whose content is about to be read, when one of the places it was shared in may be read. That it was read
 * is remembered, unless it lies in a public channel too.
 *
 * @throws ToolError `not_found`, `forbidden`
 */
export async function openFile(session: Session, named: string, context: Context): Promise<File> {
  const id = fileId(named);
  const { file } = await session.call('files.info', { file: id }, FileAnswer, context.signal);
  const places = sharedIn(file);
  const own = places.length === 0;
  const known = await Promise.all(
    places.slice(0, 20).map((place) => factsIfTold(session, place, context.signal)),
  );
  const channels = known.filter((channel) => channel !== undefined);
  const { reading, permits, provenance, caller } = context;
  const allowed = channels.filter((channel) => mayRead(channel, session, context));
  const unbound = reading.channels.length === 0 && permits === undefined;
  if (allowed.length === 0 && !(own && unbound)) {
    fail('forbidden', 'The file was shared only where this server may not read.', {
      next: 'Use a file of a channel that get_me names; the operator can allow more with --read-channels or --read-dms.',
    });
  }
  const open = channels.some(({ kind }) => kind === 'public');
  provenance.read(caller.id, open ? workspaceSource(session.alias) : sourceOf(id));
  return file;
}

const sourceOf = (id: string): PrivateSource => ({
  id,
  label: `the file ${id}, which is in no public channel`,
});
