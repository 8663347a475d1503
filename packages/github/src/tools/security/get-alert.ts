import * as z from 'zod';
import { nameOf } from '../../people/text.ts';
import { number, owner, repo } from '../../schema/names.ts';
import { Alert, type AlertKind, alertOf, kind } from '../../security/alert.ts';
import { isOnOwnBranch } from '../../security/own-branch.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getAlert = defineGitHubTool({
  name: 'get_alert',
  title: 'Get a security alert',
  toolset: 'security',
  description: 'An alert whole, with its description and where it is; never the value of a secret.',
  effect: 'read',
  untrusted: ['title', 'rule', 'path', 'package', 'comment', 'message', 'help', 'description', 'locations'],
  input: z.object({ owner, repo, kind, alertNumber: number }),
  output: z.object({ alert: Alert }),
  async run({ kind, alertNumber, ...place }, context) {
    const which = { ...place, alert_number: alertNumber };
    const alert = alertOf(kind, await readAlert(kind, which, context), true);
    if (!isOnOwnBranch(alert)) await context.lockdown.demandRef(context, place, 'refs/pull');
    if (kind !== 'secret_scanning') return { alert };
    const { data } = await context.request(
      'GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}/locations',
      { ...which, per_page: 30 },
    );
    return { alert: { ...alert, locations: data.map(locationOf) } };
  },
});

interface Which {
  readonly owner: string;
  readonly repo: string;
  readonly alert_number: number;
}

async function readAlert(kind: AlertKind, which: Which, { request }: ToolContext): Promise<unknown> {
  if (kind === 'code_scanning') {
    return (await request('GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}', { ...which }))
      .data;
  }
  if (kind === 'dependabot') {
    return (await request('GET /repos/{owner}/{repo}/dependabot/alerts/{alert_number}', { ...which })).data;
  }
  const route = 'GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}';
  return (await request(route, { ...which, hide_secret: true })).data;
}

const Location = z.looseObject({
  path: z.string().nullish(),
  start_line: z.int().nullish(),
  commit_sha: z.string().nullish(),
});

/** Of an issue or a comment only the kind is told: its address would lead to the secret. */
function locationOf({ type, details }: { type?: string; details?: unknown }) {
  const { path, start_line, commit_sha } = Location.safeParse(details).data ?? {};
  return {
    type: type ?? 'unknown',
    ...(path && { path: nameOf(path) }),
    ...(start_line && { line: start_line }),
    ...(commit_sha && { sha: commit_sha }),
  };
}
