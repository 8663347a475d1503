import { fitting, PAYLOAD_BYTES } from '@portolan/runtime';
import * as z from 'zod';
import { analyse } from '../reading/analysis.ts';
import { readCommitsWithFiles } from '../reading/commits-with-files.ts';
import { limit, repo_path, revision } from '../reading/fields.ts';
import { permitted } from '../reading/permitted.ts';
import { checkDate, checkPath, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

const Tally = z.object({ name: z.string(), commits: z.number(), added: z.number(), deleted: z.number() });

export const analyzeHistory = defineGitTool({
  name: 'analyze_history',
  title: 'Analyze history',
  toolset: 'history',
  description:
    'Over the newest commits of a revision: authors, files that change most (hotspots), files that change together (coupling), lines added and deleted.',
  effect: 'read',
  input: z.object({
    repo_path,
    revision,
    path: z.string().optional(),
    start_timestamp: z.string().optional(),
    max_commits: limit(1_000, 10_000),
  }),
  output: z.object({
    commits: z.number(),
    complete: z.boolean().describe('Whether these are all commits, not only the newest'),
    from: z.string().optional(),
    to: z.string().optional(),
    authors: z.array(Tally),
    hotspots: z.array(Tally),
    coupling: z.array(z.object({ files: z.array(z.string()), together: z.number() })),
  }),
  run: async ({ revision, path, start_timestamp, max_commits }, repository) => {
    const since =
      start_timestamp === undefined ? [] : [`--since=${checkDate(start_timestamp, 'start_timestamp')}`];
    const paths = path === undefined ? [] : [checkPath(repository.top, path) || '.'];
    const args = [
      `--max-count=${max_commits + 1}`,
      '--no-merges',
      ...since,
      '--end-of-options',
      checkRevision(revision),
      '--',
      ...paths,
    ];
    const { commits, cut } = await readCommitsWithFiles(repository, args);
    const counted = commits.slice(0, max_commits);
    const [to, from] = [counted.at(0)?.date, counted.at(-1)?.date];
    const { authors, hotspots, coupling } = analyse(
      counted.map((commit) => ({ ...commit, files: permitted(repository, commit.files) })),
    );
    const third = PAYLOAD_BYTES / 3;
    return {
      commits: counted.length,
      complete: !cut && commits.length <= max_commits,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      authors: [...fitting(authors, third)],
      hotspots: [...fitting(hotspots, third)],
      coupling: [...fitting(coupling, third)],
    };
  },
});
