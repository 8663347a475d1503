import * as z from 'zod';

const ServerError = z.looseObject({
  code: z.string(),
  message: z.string().default(''),
  detail: z.string().optional(),
  hint: z.string().optional(),
  position: z.string().optional(),
  severity: z.string().optional(),
});

/** What a server or a socket says of a failure. */
export type ServerError = z.output<typeof ServerError>;

export function serverError(error: unknown): ServerError | undefined {
  const parsed = ServerError.safeParse(error);
  if (!parsed.success) return undefined;
  const message = error instanceof Error ? error.message : parsed.data.message;
  return { ...parsed.data, message };
}

/** Whether a failure ended the connection, or may have. */
export function endsConnection(error: unknown): boolean {
  const known = serverError(error);
  if (known === undefined) return true;
  return known.severity === undefined || known.severity === 'FATAL' || known.severity === 'PANIC';
}
