import { ToolError } from '@portolan/runtime';
import type { AnswerHeaders, Refusal } from '@portolan/runtime/upstream';
import type { Facts } from './types.ts';

/** Why a credential may not: single sign-on, scopes, permissions, the state of the repository. */
export function explainAccess(refusal: Refusal, data: Facts): ToolError {
  const { status, headers, text } = refusal;
  const denied = (problem: string, next?: string, more: Facts = {}) =>
    new ToolError('permission_denied', problem, { ...(next && { next }), data: { ...data, ...more } });
  const ssoUrl = singleSignOnUrl(headers);
  if (ssoUrl !== undefined) {
    return denied(
      'The organization demands single sign-on, and the token is not authorized for it.',
      `Ask the user to open ${ssoUrl} and authorize the token, then call again.`,
      { ssoUrl },
    );
  }
  if (status === 401) {
    return denied(
      'GitHub does not accept the credential.',
      'It may have expired or been revoked: ask the operator to set a new one.',
    );
  }
  if (status === 451) return denied('GitHub took this down for legal reasons.');
  const missing = missingRights(headers);
  if (status === 404) return notFound(missing, data);
  if (/archived/i.test(text)) {
    return denied('The repository is archived, so it can only be read.', 'It must be unarchived first.');
  }
  if (/access blocked|disabled/i.test(text)) return denied('GitHub disabled this repository.');
  if (missing) return denied(missing.problem, missing.next, missing.data);
  return denied(
    'GitHub refused access.',
    'The credential lacks a right, or a rule of the organization forbids it.',
  );
}

function notFound(missing: ReturnType<typeof missingRights>, data: Facts): ToolError {
  return new ToolError('not_found', 'GitHub has nothing there, or the credential may not see it.', {
    next: missing
      ? `Check the names. If they are right: ${missing.problem} ${missing.next}`
      : 'Check owner, repo and names; a private repository shows as absent to a credential without access.',
    data: { ...data, ...missing?.data },
  });
}

/** The address that `X-GitHub-SSO: required; url=…` names, where it is one of a GitHub. */
function singleSignOnUrl(headers: AnswerHeaders): string | undefined {
  const given = /^required;\s*url=(\S+)$/.exec(headers.get('x-github-sso') ?? '')?.[1];
  const url = given === undefined ? null : URL.parse(given);
  return url?.protocol === 'https:' && !url.username ? url.href : undefined;
}

const words = (value: string | null) =>
  (value ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => /^[\w:=;\s-]{1,200}$/.test(word) && word !== '');

/** What the headers say would have been enough: scopes of a classic token, permissions of any other. */
function missingRights(headers: AnswerHeaders) {
  const permissions = words(headers.get('x-accepted-github-permissions'));
  const scopes = words(headers.get('x-accepted-oauth-scopes'));
  const held = headers.get('x-oauth-scopes');
  // Only a classic token has scopes, and then the header is there, if empty.
  if (held !== null) {
    const has = words(held);
    if (scopes.length === 0 || scopes.some((scope) => has.includes(scope))) return undefined;
    return {
      problem: `The token has none of the scopes that allow this: ${scopes.join(', ')}.`,
      next: 'Ask the operator for a token with one of them.',
      data: { acceptedScopes: scopes, scopes: has },
    };
  }
  if (permissions.length === 0) return undefined;
  return {
    problem: `The credential lacks a permission that allows this: ${permissions.join(' or ')}.`,
    next: 'Ask the operator to grant it to the token or the App.',
    data: { acceptedPermissions: permissions },
  };
}
