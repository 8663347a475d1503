import { ToolError } from '@portolan/runtime';
import type { Refusal } from '@portolan/runtime/upstream';
import * as z from 'zod';
import type { Facts } from './types.ts';

const word = z.string().regex(/^[\w.-]{1,60}$/);
const fault = z.object({
  field: word.optional().catch(undefined),
  code: word.optional().catch(undefined),
  resource: word.optional().catch(undefined),
});
const refused = z.object({ errors: z.array(z.unknown()) });

/** Which values GitHub does not take, in our words; its own stay in the data. */
export function explainValues({ text }: Refusal, data: Facts): ToolError {
  const faults = faultsIn(text);
  if (faults.some(({ code }) => code === 'already_exists') || /already exists/i.test(text)) {
    return new ToolError('already_exists', 'GitHub already has one of that name.', { data });
  }
  if (/not a fast.?forward|expected .* but/i.test(text)) {
    return new ToolError('conflict', 'The branch moved in the meantime. Nothing was changed.', { data });
  }
  const named = faults.map(({ field, code }) => [field, code].filter(Boolean).join(': ')).filter(Boolean);
  const which = named.length > 0 ? ` (${[...new Set(named)].join(', ')})` : '';
  return new ToolError('invalid_arguments', `GitHub does not take these values${which}.`, { data });
}

function faultsIn(text: string) {
  // The text is the start of the body only, so it may be cut.
  try {
    const parsed = refused.safeParse(JSON.parse(text));
    return (parsed.data?.errors ?? []).flatMap((error) => fault.safeParse(error).data ?? []);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
