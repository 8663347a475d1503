import * as z from 'zod';
import { bodyText, lineOf, nameOf } from '../people/text.ts';

export const kind = z.enum(['code_scanning', 'dependabot', 'secret_scanning']);
export type AlertKind = z.output<typeof kind>;

/** An alert of any kind; what it is about beside. */
export const Alert = z.looseObject({ number: z.int(), state: z.string(), title: z.string() });

const text = z.string().nullish();
const who = z.looseObject({ login: z.string() }).nullish();
const common = z.object({
  number: z.int(),
  state: z.string(),
  html_url: text,
  created_at: text,
  dismissed_reason: text,
  dismissed_comment: text,
  dismissed_by: who,
});

const codeScanning = common.extend({
  rule: z.looseObject({
    id: text,
    description: text,
    severity: text,
    security_severity_level: text,
    help: text,
  }),
  tool: z.looseObject({ name: text }),
  most_recent_instance: z
    .looseObject({
      ref: text,
      location: z
        .looseObject({ path: text, start_line: z.int().nullish(), end_line: z.int().nullish() })
        .nullish(),
      message: z.looseObject({ text: text }).nullish(),
    })
    .nullish(),
});

const dependabot = common.extend({
  dependency: z.looseObject({
    package: z.looseObject({ ecosystem: text, name: text }).nullish(),
    manifest_path: text,
    scope: text,
  }),
  security_advisory: z.looseObject({ ghsa_id: z.string(), cve_id: text, summary: text, description: text }),
  security_vulnerability: z.looseObject({
    severity: text,
    vulnerable_version_range: text,
    first_patched_version: z.looseObject({ identifier: text }).nullish(),
  }),
});

// The value of the secret is not among the fields, so that nothing can pass it on.
const secretScanning = common.extend({
  secret_type: text,
  secret_type_display_name: text,
  resolution: text,
  resolution_comment: text,
  resolved_by: who,
  validity: text,
  publicly_leaked: z.boolean().nullish(),
  push_protection_bypassed: z.boolean().nullish(),
});

/** One alert of GitHub as an answer shows it; `whole` with its descriptions. */
export function alertOf(kind: AlertKind, given: unknown, whole: boolean) {
  if (kind === 'code_scanning') return codeScanningAlert(codeScanning.parse(given), whole);
  return kind === 'dependabot'
    ? dependabotAlert(dependabot.parse(given), whole)
    : secretAlert(secretScanning.parse(given));
}

const head = (alert: z.output<typeof common>, title: string | null | undefined) => ({
  number: alert.number,
  state: alert.state,
  title: lineOf(title),
  ...(alert.created_at && { created: alert.created_at }),
  ...(alert.dismissed_reason && { reason: alert.dismissed_reason }),
  ...(alert.dismissed_comment && { comment: lineOf(alert.dismissed_comment) }),
  ...(alert.dismissed_by && { by: alert.dismissed_by.login }),
});

function codeScanningAlert(alert: z.output<typeof codeScanning>, whole: boolean) {
  const { rule, tool, most_recent_instance: instance } = alert;
  const severity = rule.security_severity_level ?? rule.severity;
  return {
    ...head(alert, rule.description),
    ...(rule.id && { rule: lineOf(rule.id) }),
    ...(severity && { severity }),
    ...(tool.name && { tool: lineOf(tool.name) }),
    ...(instance?.location?.path && { path: nameOf(instance.location.path) }),
    ...(instance?.location?.start_line && { line: instance.location.start_line }),
    ...(instance?.ref && { ref: nameOf(instance.ref) }),
    ...(whole && instance?.message?.text && { message: bodyText(instance.message.text, 2_000).body }),
    ...(whole && rule.help && { help: bodyText(rule.help, 8_000).body }),
  };
}

function dependabotAlert(alert: z.output<typeof dependabot>, whole: boolean) {
  const { dependency, security_advisory: advisory, security_vulnerability: vulnerability } = alert;
  const patched = vulnerability.first_patched_version?.identifier;
  return {
    ...head(alert, advisory.summary),
    advisory: advisory.ghsa_id,
    ...(advisory.cve_id && { cve: advisory.cve_id }),
    ...(vulnerability.severity && { severity: vulnerability.severity }),
    ...(dependency.package?.name && { package: nameOf(dependency.package.name) }),
    ...(dependency.package?.ecosystem && { ecosystem: dependency.package.ecosystem }),
    ...(dependency.manifest_path && { path: nameOf(dependency.manifest_path) }),
    ...(vulnerability.vulnerable_version_range && { vulnerable: vulnerability.vulnerable_version_range }),
    ...(patched && { patched }),
    ...(whole && { description: bodyText(advisory.description, 8_000).body }),
  };
}

const secretAlert = (alert: z.output<typeof secretScanning>) => ({
  ...head(alert, alert.secret_type_display_name ?? alert.secret_type),
  ...(alert.secret_type && { secretType: alert.secret_type }),
  ...(alert.validity && { validity: alert.validity }),
  ...(alert.publicly_leaked && { publiclyLeaked: true }),
  ...(alert.push_protection_bypassed && { pushProtectionBypassed: true }),
  ...(alert.resolution && { reason: alert.resolution }),
  ...(alert.resolution_comment && { comment: lineOf(alert.resolution_comment) }),
  ...(alert.resolved_by && { by: alert.resolved_by.login }),
});
