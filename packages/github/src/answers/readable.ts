import { type Logger, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { otherForm } from '../client/uncertainty.ts';

interface Reading {
  /** Whether nothing can have been changed. */
  readonly read: boolean;
  readonly answered: () => boolean;
  readonly log: Logger;
}

/**
 * Runs what reads answers of GitHub. They are typed by GitHub's description and not checked field by field, so
 * one in another form shows as a fault of the code that reads it. The log gets where that was.
 *
 * @throws ToolError `upstream_error` for an answer in another form
 */
export async function readable<Result>(
  { read, answered, log }: Reading,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const misread = error instanceof TypeError || error instanceof z.ZodError;
    if (!misread || !answered()) throw error;
    log.warning('GitHub answered in a form that this server does not read.', { stack: error.stack });
    throw new ToolError('upstream_error', 'GitHub answered in a form this server does not know.', {
      cause: error,
      ...otherForm(read),
    });
  }
}
