import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { cutText } from '../reading/cut-text.ts';
import { repo_path } from '../reading/fields.ts';
import { readReflog } from '../reading/reflog.ts';
import { defineGitTool } from './define-git-tool.ts';

const MAX_STASHES = 200;

export const listStashes = defineGitTool({
  name: 'list_stashes',
  title: 'List stashes',
  toolset: 'history',
  description: 'Changes set aside, newest first; show with the commit gives the patch.',
  effect: 'read',
  input: z.object({ repo_path }),
  output: z.object({
    stashes: z.array(
      z.object({ index: z.number(), commit: z.string(), message: z.string(), date: z.string() }),
    ),
    truncated: z.boolean(),
  }),
  run: async (_input, repository) => {
    const there = await repository.git(['rev-parse', '-q', '--verify', 'refs/stash'], { accept: [1] });
    if (there.code !== 0) return { stashes: [], truncated: false };
    const entries = await readReflog(repository, 'refs/stash', 0, MAX_STASHES + 1);
    const stashes = entries.map(({ commit, action, date }, index) => ({
      index,
      commit,
      message: cutText(action, 400),
      date,
    }));
    const shown = fitting(stashes.slice(0, MAX_STASHES));
    return { stashes: [...shown], truncated: shown.length < stashes.length };
  },
});
