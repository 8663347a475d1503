import * as z from 'zod';
import { checkDate, checkText } from '../running/grammar.ts';

export const logFilterInput = {
  author: z.string().optional(),
  message: z.string().optional(),
  start_timestamp: z.string().optional(),
  end_timestamp: z.string().optional(),
};

interface LogFilters {
  readonly author?: string | undefined;
  readonly message?: string | undefined;
  readonly start_timestamp?: string | undefined;
  readonly end_timestamp?: string | undefined;
}

/** The options of `git log` for a caller's filters; values are joined to their option, so none can be one. */
export function logFilters(filters: LogFilters): readonly string[] {
  const { author, message, start_timestamp: since, end_timestamp: until } = filters;
  return [
    ...(author === undefined ? [] : [`--author=${checkText(author, 'author')}`]),
    ...(message === undefined ? [] : [`--grep=${checkText(message, 'message')}`]),
    ...(author === undefined && message === undefined ? [] : ['--fixed-strings', '--regexp-ignore-case']),
    ...(since === undefined ? [] : [`--since=${checkDate(since, 'start_timestamp')}`]),
    ...(until === undefined ? [] : [`--until=${checkDate(until, 'end_timestamp')}`]),
  ];
}
