import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { number, owner, repo, text } from '../../schema/names.ts';
import { Alert, type AlertKind, alertOf, kind } from '../../security/alert.ts';
import { isOnOwnBranch } from '../../security/own-branch.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const reasons = {
  code_scanning: ['false positive', "won't fix", 'used in tests'],
  dependabot: ['fix_started', 'inaccurate', 'no_bandwidth', 'not_used', 'tolerable_risk'],
  secret_scanning: ['false_positive', 'wont_fix', 'revoked', 'used_in_tests'],
} as const;

export const updateAlert = defineGitHubTool({
  name: 'update_alert',
  title: 'Close or open a security alert',
  toolset: 'security',
  description: 'Close an alert for a reason of its kind, or open it again.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  untrusted: ['title', 'rule', 'path', 'package', 'comment'],
  input: z.object({
    owner,
    repo,
    kind,
    alertNumber: number,
    state: z.enum(['open', 'closed']),
    reason: z.string().optional(),
    comment: text(0, 280).optional(),
  }),
  output: z.object({ alert: Alert }),
  async run({ alertNumber, ...change }, context) {
    const data = await send(change.kind, { ...change, alert_number: alertNumber }, context);
    const alert = alertOf(change.kind, data, false);
    if (!context.lockdown.on || isOnOwnBranch(alert)) return { alert };
    return { alert: { number: alert.number, state: alert.state, title: alert.title } };
  },
});

interface Change {
  readonly owner: string;
  readonly repo: string;
  readonly alert_number: number;
  readonly state: 'open' | 'closed';
  readonly reason?: string | undefined;
  readonly comment?: string | undefined;
}

async function send(kind: AlertKind, change: Change, context: ToolContext): Promise<unknown> {
  const { request } = context.with({ idempotent: true });
  const { owner, repo, alert_number, comment } = change;
  const which = { owner, repo, alert_number };
  const closed = change.state === 'closed';
  if (kind === 'secret_scanning') {
    const route = 'PATCH /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}';
    const how = closed ? { resolution: reasonFor('secret_scanning', change) } : {};
    const state = closed ? 'resolved' : 'open';
    return (
      await request(route, { ...which, state, ...how, ...(comment && { resolution_comment: comment }) })
    ).data;
  }
  const state = closed ? 'dismissed' : 'open';
  const said = comment ? { dismissed_comment: comment } : {};
  if (kind === 'dependabot') {
    const how = closed ? { dismissed_reason: reasonFor('dependabot', change) } : {};
    const route = 'PATCH /repos/{owner}/{repo}/dependabot/alerts/{alert_number}';
    return (await request(route, { ...which, state, ...how, ...said })).data;
  }
  const how = closed ? { dismissed_reason: reasonFor('code_scanning', change) } : {};
  const route = 'PATCH /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}';
  return (await request(route, { ...which, state, ...how, ...said })).data;
}

function reasonFor<Kind extends AlertKind>(kind: Kind, { reason }: Change): (typeof reasons)[Kind][number] {
  const known: readonly (typeof reasons)[Kind][number][] = reasons[kind];
  return (
    known.find((one) => one === reason) ??
    fail('invalid_arguments', `Closing an alert of ${kind} needs a reason of that kind.`, {
      next: `reason: one of ${known.join(', ')}.`,
    })
  );
}
