import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path, revision } from '../reading/fields.ts';
import { checkName, checkRevision, checkText, MAX_MESSAGE } from '../running/grammar.ts';
import { identity } from '../writing/identity.ts';
import { defineGitTool } from './define-git-tool.ts';

export const tag = defineGitTool({
  name: 'tag',
  title: 'Tag',
  toolset: 'write',
  description:
    'Create a tag at a revision; with a message it is an annotated one. Never moves one that exists.',
  effect: 'write',
  input: z.object({ repo_path, tag_name: z.string(), revision, message: z.string().optional() }),
  output: z.object({ tag: z.string(), commit: z.string() }),
  run: async ({ tag_name, revision, message }, repository, { settings }) => {
    const name = checkName(tag_name, 'tag_name');
    const commit = await resolveRevision(repository, checkRevision(revision));
    const annotated = message === undefined ? [] : ['-a', '-m', checkText(message, 'message', MAX_MESSAGE)];
    await repository.git(['tag', '--no-sign', ...annotated, name, commit], {
      writes: true,
      env: await identity(repository, settings),
    });
    return { tag: name, commit };
  },
});
