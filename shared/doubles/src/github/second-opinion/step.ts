import type { Octokit } from '@octokit/rest';

export type Rest = Octokit['rest'];

/** The repository the story is about. */
export const at = { owner: 'octo', repo: 'harbour' };

export const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What earlier steps leave for later ones. */
export interface Notes {
  blob: string;
  head: string;
  topic: string;
  comment: number;
  release: number;
}

export interface Step {
  readonly name: string;
  /** What happened, without what differs by nature: ids, dates, addresses. */
  run(rest: Rest, notes: Notes): Promise<unknown>;
}

export const headOf = async (rest: Rest, branch: string) =>
  (await rest.git.getRef({ ...at, ref: `heads/${branch}` })).data.object.sha;

/** The base64 of a file, without its line ends. */
export const contentOf = (data: unknown) =>
  typeof data === 'object' && data !== null && 'content' in data
    ? String(data.content).replaceAll('\n', '')
    : undefined;
