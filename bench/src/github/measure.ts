import type { Measure } from '../model.ts';
import type { ServerProcess } from '../stdio/server-process.ts';
import { type GitHubWorld, OWNER, REPO } from './world.ts';

/** What a question is put to. */
export interface Asked {
  readonly world: GitHubWorld;
  readonly peer: ServerProcess;
  readonly ours: ServerProcess;
}

export const PLACE = { owner: OWNER, repo: REPO };
/** The same for GitHub itself. */
export const API = `/repos/${OWNER}/${REPO}`;

export interface Lengths {
  readonly github: number;
  readonly peer: number;
  readonly ours: { readonly bytes: number; readonly textBytes: number };
}

/** The lengths of the answers to one question, with the demand on them. */
export const answerMeasure = (name: string, lengths: Lengths, unit = 'bytes'): Measure => ({
  ...lengthMeasure(name, lengths, unit),
  goals: [{ of: 'portolan', to: 'server-github', atMost: 0.3 }],
});

/** The same where nothing is demanded. */
export const lengthMeasure = (name: string, { github, peer, ours }: Lengths, unit: string): Measure => ({
  name,
  unit,
  series: [
    { who: 'GitHub', samples: [github] },
    { who: 'server-github', samples: [peer] },
    { who: 'portolan', samples: [ours.bytes] },
    { who: 'portolan, text alone', samples: [ours.textBytes] },
  ],
});
