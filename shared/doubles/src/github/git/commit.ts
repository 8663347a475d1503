import { isoOf } from '../state/clock.ts';

/** Who made a commit, and when, as git has it. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 in UTC. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

const fields = ['%H', '%T', '%P', '%an', '%ae', '%at', '%cn', '%ce', '%ct', '%B'];

/** For `git log -z --format`. No field can hold the byte between them. */
export const logFormat = fields.join('%x00');

export function parseLog(output: Buffer): readonly Commit[] {
  const parts = output.toString('utf8').split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + fields.length <= parts.length; at += fields.length) {
    const [
      sha = '',
      tree = '',
      parents = '',
      an = '',
      ae = '',
      ad = '',
      cn = '',
      ce = '',
      cd = '',
      body = '',
    ] = parts.slice(at, at + fields.length);
    commits.push({
      sha,
      tree,
      parents: parents.split(' ').filter(Boolean),
      author: { name: an, email: ae, date: isoOf(Number(ad)) },
      committer: { name: cn, email: ce, date: isoOf(Number(cd)) },
      message: body.replace(/\n+$/, ''),
    });
  }
  return commits;
}
