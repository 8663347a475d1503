import type { CallerTokenForm } from '@portolan/runtime';
import { unusable } from './token-kind.ts';

/** Slack says that its tokens may be up to 255 characters long; those that rotate are longer. */
const wholeForm = /^(?:xoxe\.)?xox[bp]-[\w-]{10,}$/;

/** The tokens that callers over HTTP may bring. */
export const callerTokens: CallerTokenForm = {
  prefixes: ['xoxe.xoxb-', 'xoxe.xoxp-', 'xoxb-', 'xoxp-', 'xoxc-', 'xoxd-', 'xoxe-', 'xapp-'],
  problemOf(token) {
    if (wholeForm.test(token)) return undefined;
    if (/^(?:xoxe\.)?xox[bp]-/.test(token)) return 'holds only a part of a token of Slack, or more than one.';
    if (/^xoxe-/.test(token))
      return 'holds a refresh token (xoxe-), which reads nothing: bring the token itself.';
    return unusable(token);
  },
};
