import * as z from 'zod';
import type { Signature } from '../../git/commit.ts';
import type { Call } from '../../http/call.ts';

/** Who made a commit, as a request may say. */
export const signatureBody = z
  .object({ name: z.string(), email: z.string(), date: z.string().optional() })
  .optional();

/** The signature of a request, or that of whoever asks, now. */
export function signatureOf(call: Call, given: z.output<typeof signatureBody>): Signature {
  const { login, name, email } = call.user;
  const date = given?.date ?? call.world.clock.tick();
  if (given) return { name: given.name, email: given.email, date };
  return { name: name ?? login, email: email ?? `${login}@users.noreply.github.com`, date };
}
