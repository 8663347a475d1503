import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { hideCredentials } from '../running/explain.ts';
import { defineGitTool } from './define-git-tool.ts';

export const listRemotes = defineGitTool({
  name: 'list_remotes',
  title: 'List remotes',
  toolset: 'remote',
  description: 'Remotes with their URLs, without the credentials in them.',
  effect: 'read',
  input: z.object({ repo_path }),
  output: z.object({ remotes: z.array(z.object({ name: z.string(), url: z.string() })) }),
  run: async (_input, { settings }) => {
    const remotes = [...settings.values].flatMap(([key, url]) => {
      const [, name] = /^remote\.(.+)\.url$/s.exec(key) ?? [];
      return name === undefined
        ? []
        : [{ name: name.slice(0, 250), url: hideCredentials(url).slice(0, 2_000) }];
    });
    return { remotes: [...fitting(remotes)] };
  },
});
