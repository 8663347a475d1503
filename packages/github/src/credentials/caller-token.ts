import type { CallerTokenForm } from '@portolan/runtime';

/** Those that GitHub gives a person or an App; refresh tokens (`ghr_`) read nothing. */
const usable = /^(?:gh[pous]_|github_pat_)/;
/** The length of an installation token is 40 or some 520 characters; the shortest of any kind is 40. */
const wholeForm = /^(?:gh[pous]_[\w.-]{32,}|github_pat_\w{40,})$/;

/** The tokens that callers over HTTP may bring. */
export const callerTokens: CallerTokenForm = {
  prefixes: ['github_pat_', 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
  problemOf(token) {
    if (wholeForm.test(token)) return undefined;
    if (token.startsWith('ghr_'))
      return 'holds a refresh token (ghr_), which reads nothing: bring the token itself.';
    if (usable.test(token)) return 'holds only a part of a token of GitHub, or more than one.';
    return 'holds no token of GitHub: those begin with ghp_, github_pat_, gho_, ghu_ or ghs_.';
  },
};
