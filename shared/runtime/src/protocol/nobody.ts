import type { User } from '../engine/request.ts';
import { fail } from '../errors/tool-error.ts';

/** For requests that ask nobody anything. */
export const nobody: User = {
  ask: async () => fail('confirmation_unavailable', 'This request cannot ask the user.'),
  request: async () => fail('unsupported', 'This request cannot ask the client.'),
};
