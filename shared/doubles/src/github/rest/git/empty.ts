import { Refusal } from '../../http/reply.ts';
import type { Repo } from '../../state/repository.ts';

/** The git routes work on nothing before the first commit. @throws Refusal 409 */
export function checkEmpty({ git }: Repo): void {
  if (git.refs().size === 0) throw new Refusal(409, 'Git Repository is empty.');
}
