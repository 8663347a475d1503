import { boundText, cleanProse } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { present } from '../schema/present.ts';

/** A commit in an answer. `author` is the login where GitHub knows it, else the name in the commit. */
export const Commit = z.looseObject({ sha: z.string() });

const maxMessageBytes = 1_000;

interface GitHubCommit {
  readonly sha: string;
  readonly author: object | null;
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name?: string; readonly date?: string } | null;
    readonly verification?: { readonly verified: boolean };
  };
}

const Login = z.object({ login: z.string() });

export function commitOf({ sha, author, commit }: GitHubCommit, maxBytes = maxMessageBytes) {
  const { text, omitted } = boundText(cleanProse(commit.message), maxBytes);
  const { login } = Login.safeParse(author).data ?? {};
  return {
    sha,
    message: text,
    ...present({
      message_omitted: omitted || undefined,
      author:
        login ??
        (commit.author?.name === undefined ? undefined : cleanProse(commit.author.name).slice(0, 100)),
      date: commit.author?.date,
    }),
  };
}
