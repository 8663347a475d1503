import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import { maybeUserJson } from '../../render/user.ts';
import { alertsOf, type DependencyAlert, resolveAlert } from '../../state/alert.ts';
import { cursorPage } from './cursor-page.ts';

function advisoryOf(alert: DependencyAlert) {
  const vulnerability = {
    package: { ecosystem: alert.ecosystem, name: alert.package },
    severity: alert.severity,
    vulnerable_version_range: alert.range,
    first_patched_version: alert.fixedIn === null ? null : { identifier: alert.fixedIn },
  };
  const advisory = {
    ghsa_id: alert.ghsa,
    cve_id: alert.cve,
    summary: alert.summary,
    description: alert.summary,
    vulnerabilities: [vulnerability],
    severity: alert.severity,
    cvss: { score: 7.5, vector_string: null },
    cwes: [{ cwe_id: 'CWE-79', name: 'Cross-site scripting' }],
    identifiers: [
      { type: 'GHSA', value: alert.ghsa },
      ...(alert.cve === null ? [] : [{ type: 'CVE', value: alert.cve }]),
    ],
    references: [{ url: `https://github.com/advisories/${alert.ghsa}` }],
    published_at: alert.createdAt,
    updated_at: alert.createdAt,
    withdrawn_at: null,
  };
  return { security_advisory: advisory, security_vulnerability: vulnerability };
}

const alertJson = (call: Call, alert: DependencyAlert) => ({
  number: alert.number,
  state: alert.state,
  dependency: {
    package: { ecosystem: alert.ecosystem, name: alert.package },
    manifest_path: alert.manifest,
    scope: 'runtime',
  },
  ...advisoryOf(alert),
  url: `${repoUrl(call, call.repo)}/dependabot/alerts/${alert.number}`,
  html_url: `${repoHtml(call, call.repo)}/security/dependabot/${alert.number}`,
  created_at: alert.createdAt,
  updated_at: alert.updatedAt,
  dismissed_at: alert.resolvedAt,
  dismissed_by: maybeUserJson(call, alert.resolvedBy),
  dismissed_reason: alert.reason,
  dismissed_comment: alert.comment,
  fixed_at: alert.state === 'fixed' ? alert.updatedAt : null,
});

function checkOn({ repo }: Call): void {
  if (!alertsOf(repo).enabled) throw new Refusal(403, 'Dependabot alerts are disabled for this repository.');
}

function alertOf(call: Call): DependencyAlert {
  checkOn(call);
  const alert = alertsOf(call.repo).dependencies.get(call.number('alert_number'));
  if (!alert) throw notFound();
  return alert;
}

const updateBody = z.object({
  state: z.enum(['open', 'dismissed']),
  dismissed_reason: z
    .enum(['fix_started', 'inaccurate', 'no_bandwidth', 'not_used', 'tolerable_risk'])
    .optional(),
  dismissed_comment: z.string().optional(),
});

const ALERTS = '/repos/{owner}/{repo}/dependabot/alerts';
const scopes = { scopes: ['security_events', 'repo'] };

export const dependabotRoutes: readonly Route[] = [
  route(
    `GET ${ALERTS}`,
    (call) => {
      checkOn(call);
      const wanted = (name: string, value: string) => {
        const list = call.query.get(name);
        return list === null || list.split(',').includes(value);
      };
      const found = [...alertsOf(call.repo).dependencies.values()].filter(
        (one) =>
          wanted('state', one.state) &&
          wanted('severity', one.severity) &&
          wanted('ecosystem', one.ecosystem) &&
          wanted('package', one.package),
      );
      return cursorPage(call, found.toReversed(), (one) => alertJson(call, one));
    },
    { role: 'write', ...scopes },
  ),
  route(`GET ${ALERTS}/{alert_number}`, (call) => json(alertJson(call, alertOf(call))), {
    role: 'write',
    ...scopes,
  }),
  route(
    `PATCH ${ALERTS}/{alert_number}`,
    (call) => {
      const alert = alertOf(call);
      const { state, dismissed_reason, dismissed_comment } = call.body(updateBody);
      if (state === 'dismissed' && !dismissed_reason) throw new Refusal(422, 'dismissed_reason is required');
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
    scopes,
  ),
];
