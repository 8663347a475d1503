/** Severities in the order of RFC 5424, as MCP names them, reduced to those a server uses. */
export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
/** How grave a line of the log is. */
export type LogLevel = (typeof logLevels)[number];

/** Structured logging to standard error; fields must hold no secret (they are redacted all the same). */
export type Logger = Readonly<
  Record<LogLevel, (message: string, fields?: Readonly<Record<string, unknown>>) => void>
>;

/**
 * A logger that writes one JSON line a message to standard error.
 *
 * @param threshold the lowest level that is written
 */
export function createLogger(
  threshold: LogLevel,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
  const minimum = logLevels.indexOf(threshold);
  const at = (level: LogLevel) =>
    logLevels.indexOf(level) < minimum
      ? () => {}
      : (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
          write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  return { debug: at('debug'), info: at('info'), warning: at('warning'), error: at('error') };
}
