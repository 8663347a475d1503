import { fail } from '@portolan/runtime';
import { cleanProse } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { inRepository } from '../../client/graphql.ts';
import { filePath, owner, ref, repo } from '../../schema/names.ts';
import { present } from '../../schema/present.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** Ranges of one answer. */
const maxRanges = 300;

const query = `query ($owner: String!, $repo: String!, $expression: String!, $path: String!) {
  ${inRepository(`object(expression: $expression) {
    ... on Commit {
      blame(path: $path) {
        ranges {
          startingLine
          endingLine
          commit { oid messageHeadline committedDate author { name user { login } } }
        }
      }
    }
  }`)}
}`;

const Range = z.object({
  startingLine: z.int(),
  endingLine: z.int(),
  commit: z.object({
    oid: z.string(),
    messageHeadline: z.string(),
    committedDate: z.string(),
    author: z
      .object({ name: z.string().nullable(), user: z.object({ login: z.string() }).nullable() })
      .nullable(),
  }),
});
const Data = z.object({
  repository: z
    .object({ object: z.object({ blame: z.object({ ranges: z.array(Range) }).optional() }).nullable() })
    .nullable(),
});

export const getFileBlame = defineGitHubTool({
  name: 'get_file_blame',
  title: 'Blame a file',
  toolset: 'repos_more',
  description: 'Who changed each range of lines last, at a ref. Goes on at nextLine.',
  effect: 'read',
  input: z.object({
    owner,
    repo,
    path: filePath,
    ref: ref.optional(),
    startLine: z.int().min(1).optional(),
    endLine: z.int().min(1).optional(),
  }),
  output: z.object({
    ranges: z.array(z.looseObject({ from: z.int(), to: z.int(), sha: z.string() })),
    nextLine: z.int().optional(),
  }),
  untrusted: ['message', 'author'],
  async run({ owner, repo, path, ref: at, startLine = 1, endLine = Number.POSITIVE_INFINITY }, context) {
    await context.lockdown.demandRef(context, { owner, repo }, at);
    const variables = { owner, repo, expression: at ?? 'HEAD', path };
    const { data } = await context.graphql(Data, query, variables);
    const blame = data.repository?.object?.blame;
    if (blame === undefined) return fail('not_found', 'There is no such commit, branch or tag.');
    const wanted = blame.ranges.filter(
      (range) => range.endingLine >= startLine && range.startingLine <= endLine,
    );
    const rest = wanted[maxRanges];
    return {
      ranges: wanted.slice(0, maxRanges).map(rangeOf),
      ...(rest && { nextLine: rest.startingLine }),
    };
  },
});

function rangeOf({ startingLine, endingLine, commit }: z.output<typeof Range>) {
  const { oid, messageHeadline, committedDate, author } = commit;
  return {
    from: startingLine,
    to: endingLine,
    sha: oid,
    message: cleanProse(messageHeadline).slice(0, 200),
    date: committedDate,
    ...present({ author: author?.user?.login ?? (author?.name && cleanProse(author.name).slice(0, 100)) }),
  };
}
