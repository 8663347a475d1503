import * as z from 'zod';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getMe = defineGitHubTool({
  name: 'get_me',
  title: 'Get who you are',
  toolset: 'context',
  description: 'The account this server works as: login, kind of credential.',
  effect: 'read',
  input: z.object({}),
  output: z.object({ login: z.string(), credential: z.string(), host: z.string() }),
  async run(_input, { request, credential, github }) {
    const { data } = await request('GET /user');
    return { login: data.login, credential: credential.kind, host: github.host };
  },
});
