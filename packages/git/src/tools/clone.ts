import { dirname, resolve } from 'node:path';
import { defineTool } from '@portolan/runtime';
import * as z from 'zod';
import { newFolder } from '../repository/new-folder.ts';
import { checkUrl } from '../repository/remote-url.ts';
import { gitEnvironment, remoteEnvironment } from '../running/environment.ts';
import { explain } from '../running/explain.ts';
import { checkText } from '../running/grammar.ts';
import { runGit } from '../running/run-git.ts';
import { readTransferProgress } from '../running/transfer-progress.ts';
import type { Context } from '../services.ts';

export const clone = defineTool({
  name: 'clone',
  title: 'Clone',
  toolset: 'remote',
  description: 'Clone a repository into a new folder inside the folders served. Submodules are not fetched.',
  effect: 'write',
  openWorld: true,
  input: z.object({
    url: z.string(),
    path: z.string().min(1),
    depth: z.int().min(1).max(1e9).optional(),
  }),
  output: z.object({ repo_path: z.string() }),
  constrained: async ({ url, path }, context: Context) => {
    const { list } = await context.rootsOf(context);
    return { path: [resolve(list[0] ?? '/', path)], url: [url] };
  },
  run: async ({ url, path, depth }, context: Context) => {
    const roots = await context.rootsOf(context);
    const protocol = checkUrl(url, context.settings.remoteProtocols, roots);
    const target = newFolder(roots, roots.list[0] ?? '', checkText(path, 'path'), 'path');
    const shallow = depth === undefined ? [] : [`--depth=${depth}`];
    const how = [
      '-q',
      '--progress',
      '--template=',
      '--no-hardlinks',
      '--no-local',
      '--no-recurse-submodules',
      '--no-tags',
    ];
    const result = await runGit({
      args: ['clone', ...how, ...shallow, '--', url, target],
      cwd: dirname(target),
      env: { ...gitEnvironment(context.settings), ...remoteEnvironment(protocol) },
      signal: context.signal,
      writes: true,
      readErrors: readTransferProgress(context.progress),
    });
    if (result.code !== 0) explain(result, 'clone');
    return { repo_path: target };
  },
});
