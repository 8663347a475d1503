import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import { maybeUserJson } from '../../render/user.ts';
import { alertsOf, resolveAlert, type SecretAlert } from '../../state/alert.ts';

function alertJson(call: Call, alert: SecretAlert) {
  const url = `${repoUrl(call, call.repo)}/secret-scanning/alerts/${alert.number}`;
  const isHidden = call.query.get('hide_secret') === 'true';
  return {
    number: alert.number,
    created_at: alert.createdAt,
    updated_at: alert.updatedAt,
    url,
    html_url: `${repoHtml(call, call.repo)}/security/secret-scanning/${alert.number}`,
    locations_url: `${url}/locations`,
    state: alert.state,
    resolution: alert.reason,
    resolved_at: alert.resolvedAt,
    resolved_by: maybeUserJson(call, alert.resolvedBy),
    resolution_comment: alert.comment,
    secret_type: alert.type,
    secret_type_display_name: alert.typeName,
    ...(!isHidden && { secret: alert.secret }),
    validity: 'unknown',
    push_protection_bypassed: false,
    push_protection_bypassed_by: null,
    push_protection_bypassed_at: null,
    publicly_leaked: false,
    multi_repo: false,
  };
}

function checkOn({ repo }: Call): void {
  if (!alertsOf(repo).enabled) throw new Refusal(404, 'Secret scanning is disabled on this repository.');
}

function alertOf(call: Call): SecretAlert {
  checkOn(call);
  const alert = alertsOf(call.repo).secrets.get(call.number('alert_number'));
  if (!alert) throw notFound();
  return alert;
}

const updateBody = z.object({
  state: z.enum(['open', 'resolved']).optional(),
  resolution: z.enum(['false_positive', 'wont_fix', 'revoked', 'used_in_tests']).nullable().optional(),
  resolution_comment: z.string().nullable().optional(),
});

const ALERTS = '/repos/{owner}/{repo}/secret-scanning/alerts';
const scopes = { scopes: ['security_events', 'repo'] };

export const secretScanningRoutes: readonly Route[] = [
  route(
    `GET ${ALERTS}`,
    (call) => {
      checkOn(call);
      const { query } = call;
      const types = query.get('secret_type')?.split(',');
      const found = [...alertsOf(call.repo).secrets.values()].filter(
        (one) =>
          (query.get('state') ?? one.state) === one.state &&
          (types === undefined || types.includes(one.type)),
      );
      return paged(call, found.toReversed(), (one) => alertJson(call, one));
    },
    { role: 'admin', ...scopes },
  ),
  route(`GET ${ALERTS}/{alert_number}`, (call) => json(alertJson(call, alertOf(call))), {
    role: 'admin',
    ...scopes,
  }),
  route(
    `GET ${ALERTS}/{alert_number}/locations`,
    (call) => {
      const { path, line } = alertOf(call);
      const sha = call.repo.git.resolve(call.repo.defaultBranch) ?? '';
      const blob = call.repo.git.entry(sha, path)?.sha ?? '0'.repeat(40);
      const url = repoUrl(call, call.repo);
      const details = {
        path,
        start_line: line,
        end_line: line,
        start_column: 1,
        end_column: 40,
        blob_sha: blob,
        blob_url: `${url}/git/blobs/${blob}`,
        commit_sha: sha,
        commit_url: `${url}/git/commits/${sha}`,
      };
      return json([{ type: 'commit', details }]);
    },
    { role: 'admin', ...scopes },
  ),
  route(
    `PATCH ${ALERTS}/{alert_number}`,
    (call) => {
      const alert = alertOf(call);
      const { state, resolution, resolution_comment } = call.body(updateBody);
      if (state === 'resolved' && !resolution)
        throw new Refusal(422, 'resolution is required when the state is resolved');
      alert.state = state ?? alert.state;
      resolveAlert(
        call.world,
        alert,
        alert.state === 'open' ? null : call.user,
        resolution ?? null,
        resolution_comment ?? null,
      );
      return json(alertJson(call, alert));
    },
    { role: 'admin', ...scopes },
  ),
];
