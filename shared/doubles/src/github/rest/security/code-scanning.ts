import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import { maybeUserJson } from '../../render/user.ts';
import { alertsOf, type CodeAlert, resolveAlert } from '../../state/alert.ts';

function alertJson(call: Call, alert: CodeAlert) {
  const url = `${repoUrl(call, call.repo)}/code-scanning/alerts/${alert.number}`;
  const rule = {
    id: alert.rule,
    name: alert.rule,
    severity: 'error',
    security_severity_level: alert.severity,
    description: alert.description,
    tags: ['security'],
  };
  return {
    number: alert.number,
    created_at: alert.createdAt,
    updated_at: alert.updatedAt,
    url,
    html_url: `${repoHtml(call, call.repo)}/security/code-scanning/${alert.number}`,
    instances_url: `${url}/instances`,
    state: alert.state,
    fixed_at: alert.state === 'fixed' ? alert.updatedAt : null,
    dismissed_by: maybeUserJson(call, alert.resolvedBy),
    dismissed_at: alert.resolvedAt,
    dismissed_reason: alert.reason,
    dismissed_comment: alert.comment,
    rule,
    tool: { name: alert.tool, guid: null, version: '2.20.0' },
    most_recent_instance: {
      ref: `refs/heads/${call.repo.defaultBranch}`,
      analysis_key: 'analyze',
      environment: '{}',
      category: 'analyze',
      state: alert.state,
      commit_sha: call.repo.git.resolve(call.repo.defaultBranch),
      message: { text: alert.description },
      location: {
        path: alert.path,
        start_line: alert.line,
        end_line: alert.line,
        start_column: 1,
        end_column: 1,
      },
      classifications: [],
    },
  };
}

function checkOn({ repo }: Call): void {
  if (!alertsOf(repo).enabled) {
    throw new Refusal(403, 'Code Security must be enabled for this repository to use code scanning.');
  }
}

function alertOf(call: Call): CodeAlert {
  checkOn(call);
  const alert = alertsOf(call.repo).code.get(call.number('alert_number'));
  if (!alert) throw notFound();
  return alert;
}

const updateBody = z.object({
  state: z.enum(['open', 'dismissed']),
  dismissed_reason: z.enum(['false positive', "won't fix", 'used in tests']).nullable().optional(),
  dismissed_comment: z.string().nullable().optional(),
});

const ALERTS = '/repos/{owner}/{repo}/code-scanning/alerts';

export const codeScanningRoutes: readonly Route[] = [
  route(
    `GET ${ALERTS}`,
    (call) => {
      checkOn(call);
      const { query } = call;
      const found = [...alertsOf(call.repo).code.values()].filter(
        (one) =>
          (query.get('state') ?? one.state) === one.state &&
          (query.get('tool_name') ?? one.tool) === one.tool,
      );
      return paged(call, found.toReversed(), (one) => alertJson(call, one));
    },
    { role: 'write', scopes: ['security_events', 'repo'] },
  ),
  route(`GET ${ALERTS}/{alert_number}`, (call) => json(alertJson(call, alertOf(call))), {
    role: 'write',
    scopes: ['security_events', 'repo'],
  }),
  route(
    `PATCH ${ALERTS}/{alert_number}`,
    (call) => {
      const alert = alertOf(call);
      const { state, dismissed_reason, dismissed_comment } = call.body(updateBody);
      if (state === 'dismissed' && !dismissed_reason)
        throw new Refusal(400, 'A dismissed reason must be provided when dismissing an alert.');
      alert.state = state;
      resolveAlert(
        call.world,
        alert,
        state === 'open' ? null : call.user,
        dismissed_reason ?? null,
        dismissed_comment ?? null,
      );
      return json(alertJson(call, alert));
    },
    { scopes: ['security_events', 'repo'] },
  ),
];
