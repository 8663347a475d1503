import { SettingsError } from '@portolan/runtime';

export type TokenKind = 'bot' | 'user';

const browserTokens = /^xox[cd]-/;

/**
 * Whose token it is, by its prefix. Tokens that rotate have another in front of it.
 *
 * @param name the setting or variable it came from; the token itself is never in the message
 * @throws SettingsError for what is no token of a bot or a user
 */
export function tokenKind(token: string, name: string): TokenKind {
  if (/^(xoxe\.)?xoxb-/.test(token)) return 'bot';
  if (/^(xoxe\.)?xoxp-/.test(token)) return 'user';
  throw new SettingsError(`${name} ${unusable(token)}`);
}

/** Why what is no token of a bot or a user cannot be used, to follow the name of its place; it is not quoted. */
export function unusable(token: string): string {
  if (browserTokens.test(token)) {
    return (
      'holds a token taken from a browser (xoxc-, xoxd-). It is a whole login that Slack cannot limit to scopes, ' +
      'and taking it is against its terms: make an app and use its bot or user token.'
    );
  }
  if (token.startsWith('xapp-'))
    return 'holds an app-level token (xapp-), which opens sockets but reads nothing.';
  if (/^xoxe-\d/.test(token))
    return 'holds a refresh token (xoxe-): set it as SLACK_REFRESH_TOKEN, with --token-file.';
  if (/hooks\.slack\.com/.test(token)) return 'holds the address of a webhook, which reads nothing.';
  return 'holds no token that begins with xoxb- or xoxp-.';
}
