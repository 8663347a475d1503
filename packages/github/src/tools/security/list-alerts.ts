import { fitting, makeCursor, readCursor } from '@portolan/runtime';
import * as z from 'zod';
import { hasNext, nextAfter } from '../../answers/page.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { Alert, alertOf, kind } from '../../security/alert.ts';
import { listOfKind } from '../../security/list-of-kind.ts';
import { isOnOwnBranch } from '../../security/own-branch.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listAlerts = defineGitHubTool({
  name: 'list_alerts',
  title: 'List security alerts',
  toolset: 'security',
  description:
    'Alerts of code scanning, Dependabot or secret scanning, open ones; never the value of a secret. severity: not for secrets.',
  effect: 'read',
  untrusted: ['title', 'rule', 'path', 'package', 'comment'],
  input: z.object({
    owner,
    repo,
    kind,
    state: z.string().optional(),
    severity: z.enum(['low', 'medium', 'high', 'critical']).optional(),
    ...paging,
  }),
  output: z.object({ alerts: z.array(Alert), nextCursor }),
  async run({ after, ...asked }, context) {
    const question = ['list_alerts', asked];
    const [at = '', given = '0'] = after === undefined ? [] : readCursor(question, after, 2);
    const { data, headers } = await listOfKind({ ...asked, at }, context);
    const rest = data.map((alert) => alertOf(asked.kind, alert, false)).slice(Number(given));
    const fits = fitting(rest);
    const cut = fits.length < rest.length ? [at, `${Number(given) + fits.length}`] : undefined;
    const alerts = context.lockdown.on ? fits.filter(isOnOwnBranch) : fits;
    const following = nextAfter(headers) ?? `page:${Number(at.slice(5) || '1') + 1}`;
    const next = cut ?? (hasNext(headers) ? [following, '0'] : undefined);
    return { alerts: [...alerts], ...(next && { nextCursor: makeCursor(question, next) }) };
  },
});
