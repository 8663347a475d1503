import { cleanProse } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';

const word = z.string().regex(/^[\w.-]{1,60}$/);
const fault = z.object({
  field: word.optional().catch(undefined),
  code: word.optional().catch(undefined),
});
const body = z.object({
  message: z.string().catch(''),
  errors: z.array(z.unknown()).catch([]),
});

/**
 * What GitHub says went wrong: the message of a JSON body, else the text itself. JSON can spell hidden characters
 * that its text does not show.
 */
export const messageIn = (text: string): string => cleanProse(parse(text)?.message || text);

/** Which fields it does not take and why, as far as GitHub says so in words of its own. */
export const faultsIn = (text: string): readonly z.output<typeof fault>[] =>
  (parse(text)?.errors ?? []).flatMap((error) => fault.safeParse(error).data ?? []);

function parse(text: string) {
  // The text is the start of the body only, so it may be cut.
  try {
    return body.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
