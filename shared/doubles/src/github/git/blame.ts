import type { GitStore } from './git-store.ts';

/** Lines of a file that one commit wrote last, from 1. */
export interface BlameRange {
  readonly sha: string;
  readonly start: number;
  end: number;
}

export function blame(git: GitStore, commit: string, path: string): readonly BlameRange[] {
  const lines = git.run(['blame', '--porcelain', commit, '--', path]).toString('utf8').split('\n');
  const ranges: BlameRange[] = [];
  for (const line of lines) {
    const match = /^([0-9a-f]{40}) \d+ (\d+)/.exec(line);
    if (!match) continue;
    const [, sha = '', at = '0'] = match;
    const last = ranges.at(-1);
    if (last?.sha === sha && last.end === Number(at) - 1) last.end += 1;
    else ranges.push({ sha, start: Number(at), end: Number(at) });
  }
  return ranges;
}
