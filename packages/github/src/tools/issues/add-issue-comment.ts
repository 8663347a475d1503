import * as z from 'zod';
import { issue_number, someBody } from '../../issues/fields.ts';
import { idOf } from '../../schema/id.ts';
import { id, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const addIssueComment = defineGitHubTool({
  name: 'add_issue_comment',
  title: 'Add a comment',
  toolset: 'issues',
  description: 'Comment on an issue, or on a pull request as a whole.',
  effect: 'write',
  input: z.object({ owner, repo, issue_number, body: someBody }),
  output: z.object({ id, url: z.string() }),
  run: (input, { request }) =>
    changeOnce(
      async () => {
        const { data } = await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', input);
        return { id: idOf(data.id), url: data.html_url };
      },
      { check: 'Check with get_issue, include comments, whether it is there before you call again.' },
    ),
});
