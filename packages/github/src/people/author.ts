import type { Author } from '../lockdown/lockdown.ts';
import { idOf } from '../schema/id.ts';

/** An account, as far as answers show it. */
export interface User {
  readonly login: string;
}

/** Who wrote it; an account that is gone shows as GitHub shows it. */
export const loginOf = (user: User | null | undefined): string => user?.login ?? 'ghost';

/** Who wrote something, for lockdown, which goes by the id. */
export const authorOf = ({
  user,
}: {
  readonly user?: { readonly id: number | bigint; readonly login: string } | null;
}): Author => user && { id: idOf(user.id), login: user.login };
