import { type Logger, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { otherForm, uncertainty } from '../client/uncertainty.ts';
import { UnreadNumber } from '../schema/id.ts';
import { type Received, unlike } from './unlike.ts';

interface Reading {
  /** Whether nothing can have been changed. */
  readonly read: boolean;
  readonly answered: () => boolean;
  readonly received: readonly Received[];
  readonly log: Logger;
}

/**
 * Runs what reads answers of GitHub. They are typed by GitHub's description and not checked field by field, so
 * one in another form shows as a fault of the code that reads it. Only then are the answers compared with what GitHub
 * describes: where all are so, the fault is our own. The log gets where it was.
 *
 * @throws ToolError `upstream_error` for an answer in another form, `internal` for a fault of this server
 */
export async function readable<Result>(
  { read, answered, received, log }: Reading,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    // One nested a hundred thousand deep overflows the stack.
    const misread = error instanceof TypeError || error instanceof RangeError || error instanceof z.ZodError;
    const unread = error instanceof UnreadNumber;
    if (!(misread || unread) || !answered()) throw error;
    const field = unread ? '' : await unlike(received);
    if (field === undefined) throw ownFault(error, read, log);
    log.warning('GitHub answered in a form that this server does not read.', { field, stack: error.stack });
    const { data, ...rest } = { data: {}, ...otherForm(read) };
    throw new ToolError('upstream_error', 'GitHub answered in a form this server does not know.', {
      cause: error,
      ...rest,
      data: { ...data, ...(field !== '' && { field }) },
    });
  }
}

/** What a read met goes on as it is: the runtime logs it and answers `internal`. A change may have been made before. */
function ownFault(error: Error, read: boolean, log: Logger): Error {
  if (read) return error;
  log.error('The server failed after GitHub answered a change.', { stack: error.stack });
  return new ToolError('internal', 'The server failed while it read what GitHub answered.', {
    cause: error,
    ...uncertainty(read),
  });
}
