import { Refusal } from '../http/reply.ts';
import type { Account } from '../state/account.ts';
import type { Credential } from '../state/credential.ts';

/** An organization with single sign-on lets in only tokens that were authorized for it; Apps need none. */
export function checkSso(owner: Account, credential: Credential | undefined): void {
  if (!owner.samlEnforced || credential?.account === undefined || credential.kind === 'installation') return;
  if (credential.sso.has(owner.login.toLowerCase())) return;
  throw new Refusal(
    403,
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    {},
    {
      'x-github-sso': `required; url=https://github.com/orgs/${owner.login}/sso?authorization_request=AAAA${owner.id}`,
    },
  );
}
