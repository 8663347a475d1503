import { ToolError } from '@portolan/runtime';
import type { Refusal } from '@portolan/runtime/upstream';
import { messageIn } from './error-body.ts';
import { explainAccess } from './explain-access.ts';
import { explainValues } from './explain-values.ts';
import { budgetIn } from './rate-limit.ts';
import type { Facts } from './types.ts';

const longestText = 500;

/** What GitHub refused, as the error of a call: what is missing and what to do. Undefined for a fault of its own. */
export function explain(refusal: Refusal): ToolError | undefined {
  const { status, text } = refusal;
  const said = messageIn(text).slice(0, longestText);
  const data = { status, ...(said !== '' && { untrustedUpstreamText: said }) };
  if (refusal.limited) return rateLimited(refusal, data);
  switch (status) {
    case 301:
    case 302:
    case 307:
    case 308:
      return moved(refusal);
    case 401:
    case 403:
    case 404:
    case 451:
      return explainAccess(refusal, data);
    case 406:
      return new ToolError('too_large', 'GitHub does not make an answer of this size.', { data });
    case 409:
      return conflict(refusal, data);
    case 410:
      return new ToolError('not_found', 'This is gone: it expired, was deleted or is switched off.', {
        data,
      });
    case 413:
      return new ToolError('too_large', 'GitHub does not take a request of this size.', { data });
    case 400:
    case 422:
      return explainValues(refusal, data);
    default:
      return undefined;
  }
}

function rateLimited({ headers, retryAfterMs }: Refusal, facts: Facts): ToolError {
  const budget = budgetIn(headers);
  const details = (problem: string, data: Facts) =>
    new ToolError('rate_limited', problem, {
      data: { ...facts, ...data },
      retryAfterMs: retryAfterMs ?? 60_000,
    });
  if (budget?.remaining === 0) {
    const { limit, resource, resetAt } = budget;
    return details(`All ${limit} ${resource} requests of this hour are used up until ${resetAt}.`, {
      budget,
    });
  }
  return details('GitHub finds that calls come too fast (secondary rate limit).', budget ? { budget } : {});
}

function moved({ status, headers, read }: Refusal): ToolError | undefined {
  if (read) return undefined;
  const location = headers.get('location');
  const url = location !== null && URL.canParse(location) ? new URL(location) : undefined;
  // A query could hold a signature.
  return movedError({ status, ...(url && { location: `${url.origin}${url.pathname}` }) });
}

/** What was asked for by an old name is not changed under its new one, which the caller did not say. */
export const movedError = (data: Facts): ToolError =>
  new ToolError('not_found', 'This was renamed or moved, and a change is not sent on. Nothing was changed.', {
    next: 'Get the repository by get_repository for its name of today, then call again with that.',
    data,
  });

function conflict({ text }: Refusal, data: Facts): ToolError {
  if (/repository is empty/i.test(text)) {
    return new ToolError('not_found', 'The repository is empty: it has no commits yet.', {
      next: 'Make a first commit with create_or_update_file.',
      data,
    });
  }
  return new ToolError('conflict', 'It changed in the meantime, or cannot be changed as it is now.', {
    data,
  });
}
