import { LogLevel, type Logger as SlackLogger } from '@slack/web-api';

/** The library as an ES module, so that a bundle can load it late. */
export { ErrorCode, WebClient } from '@slack/web-api';

/**
 * What the library may say: its warnings only. At other levels it writes whole requests and answers, which are
 * what people wrote to each other.
 */
export function quietLogger(warn: (message: string) => void): SlackLogger {
  const pass = (...parts: readonly unknown[]) =>
    warn(parts.filter((part) => typeof part === 'string').join(' '));
  return {
    debug: () => {},
    info: () => {},
    warn: pass,
    error: pass,
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
