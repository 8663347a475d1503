import { fail } from '@portolan/runtime';
import type { ToolContext } from '../services.ts';
import type { AlertKind } from './alert.ts';

export interface AlertQuestion {
  readonly owner: string;
  readonly repo: string;
  readonly kind: AlertKind;
  readonly state?: string | undefined;
  readonly severity?: 'low' | 'medium' | 'high' | 'critical' | undefined;
  readonly perPage?: number | undefined;
  /** Where to go on: empty, `page:2`, or a cursor of GitHub. */
  readonly at: string;
}

const states = {
  code_scanning: ['open', 'dismissed', 'fixed'],
  dependabot: ['open', 'fixed', 'dismissed', 'auto_dismissed'],
  secret_scanning: ['open', 'resolved'],
} as const;

interface Listed {
  readonly data: readonly unknown[];
  readonly headers: { readonly link?: string | undefined };
}

/** One page of alerts of a kind, as GitHub gives them. */
export function listOfKind(question: AlertQuestion, { request }: ToolContext): Promise<Listed> {
  const { owner, repo, severity, at } = question;
  const place = { owner, repo, per_page: question.perPage ?? 30 };
  const from = at.startsWith('page:') ? { page: Number(at.slice(5)) } : at === '' ? {} : { after: at };
  if (question.kind === 'code_scanning') {
    return request('GET /repos/{owner}/{repo}/code-scanning/alerts', {
      ...place,
      ...from,
      state: stateFor('code_scanning', question.state),
      ...(severity && { severity }),
    });
  }
  if (question.kind === 'dependabot') {
    return request('GET /repos/{owner}/{repo}/dependabot/alerts', {
      ...place,
      ...from,
      state: stateFor('dependabot', question.state),
      ...(severity && { severity }),
    });
  }
  if (severity) fail('invalid_arguments', 'Alerts of secret_scanning have no severity.');
  return request('GET /repos/{owner}/{repo}/secret-scanning/alerts', {
    ...place,
    ...from,
    state: stateFor('secret_scanning', question.state),
    hide_secret: true,
  });
}

function stateFor<Kind extends AlertKind>(kind: Kind, state = 'open'): (typeof states)[Kind][number] {
  const known: readonly (typeof states)[Kind][number][] = states[kind];
  return (
    known.find((one) => one === state) ??
    fail('invalid_arguments', `Alerts of ${kind} have no such state.`, {
      next: `One of ${known.join(', ')}.`,
    })
  );
}
