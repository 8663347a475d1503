import { type ErrorCode, fail, ToolError } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';
import { FloodError, ProtocolError } from './protocol-error.ts';
import { quoteUpstream } from './quote-upstream.ts';
import { type ServerError, serverError } from './server-error.ts';

type Source = Pick<SourceSettings, 'alias' | 'url' | 'mask'>;

const ANOTHER_WAY = 'Write it in another way; check_connection says which version the server is.';

/** Codes of the catalogue by SQLSTATE or the beginning of one, the longer first. */
const byState: readonly (readonly [state: string, code: ErrorCode, problem: string, next?: string])[] = [
  ['25006', 'forbidden', 'The statement would change something, and the transaction is read-only.'],
  ['42501', 'permission_denied', 'The role of this source lacks a privilege.'],
  ['42P01', 'not_found', 'A relation does not exist.'],
  ['42703', 'not_found', 'A column does not exist.'],
  ['42883', 'not_found', 'No function or operator fits.'],
  ['3F000', 'not_found', 'A schema does not exist.'],
  [
    '3D000',
    'not_found',
    'The database does not exist.',
    'The operator should correct the name at the end of the URL.',
  ],
  ['42704', 'not_found', 'Something named does not exist.'],
  ['55P03', 'busy', 'A lock was not given in time.'],
  ['40P01', 'busy', 'The statement was ended to resolve a deadlock.'],
  ['40001', 'busy', 'The statement was ended by a conflict with recovery or another transaction.'],
  ['57014', 'timeout', 'The statement ran past its time and was stopped.'],
  ['25P04', 'timeout', 'The transaction ran past its time and was stopped.'],
  ['25P03', 'timeout', 'The transaction was idle too long and was stopped.'],
  ['53300', 'busy', 'The server has no connection left.'],
  ['53', 'too_large', 'The server lacks memory or disk for the statement.'],
  ['54', 'too_large', 'The statement is too complex for the server.'],
  [
    '28',
    'permission_denied',
    'The server refused the login of this source.',
    'The operator should correct the user and the password of the URL, or what pg_hba.conf lets in.',
  ],
  ['08P01', 'upstream_error', 'The server or a pooler before it refused the protocol.'],
  ['08', 'unavailable', 'The connection to the database failed.'],
  ['57P', 'unavailable', 'The server ended the connection: it is shutting down, starting up or was told to.'],
  [
    '23',
    'conflict',
    'A constraint refuses the change.',
    'Nothing was changed. Give values that the constraint lets in, or change first what it compares them with; describe_object shows the constraints.',
  ],
  ['22', 'invalid_arguments', 'A value does not fit.'],
  ['42', 'invalid_arguments', 'The statement is not right.'],
  ['0A', 'unsupported', 'The server does not support it.', ANOTHER_WAY],
  ['25', 'unsupported', 'The statement cannot run in a transaction of this kind.', ANOTHER_WAY],
];

const nexts: Partial<Record<ErrorCode, string>> = {
  not_found: 'Look with search_objects for what exists; quote names with capitals.',
  permission_denied: 'Use another object, or ask the operator; check_connection shows what the role may do.',
  timeout: 'Narrow the statement, look at explain_query, or give a larger timeoutMs.',
  invalid_arguments: 'Correct the statement or the parameter and call again.',
  forbidden: 'Use a statement that only reads.',
  unavailable: 'Wait a moment, then call again; check_connection says more.',
};

/**
 * A failure of the server or the connection as an error of the catalogue; what the server says is quoted
 * and bounded, since it can hold anyone's text.
 */
export function explainError(error: unknown, settings: Source, extra = ''): never {
  const { alias } = settings;
  if (error instanceof ToolError) throw error;
  if (error instanceof FloodError) return flooded(error, alias);
  if (error instanceof ProtocolError) return notTheProtocol(error, alias);
  const known = serverError(error);
  if (known === undefined || !/^[0-9A-Z]{5}$/.test(known.code)) return connectionFailed(error, known, alias);
  const [, code, problem, own] = byState.find(([state]) => known.code.startsWith(state)) ?? [
    '',
    'upstream_error' as const,
    'The server refused the statement.',
  ];
  const next = own ?? nexts[code];
  return fail(code, `${problem}${extra} Postgres (${known.code}) says: ${quoted(known, settings)}`, {
    ...(next !== undefined && { next }),
    data: {
      sqlstate: known.code,
      ...(/^[1-9]\d{0,9}$/.test(known.position ?? '') && { position: Number(known.position) }),
    },
    cause: error,
  });
}

function quoted({ message, detail, hint }: ServerError, settings: Source): string {
  // Which row fails, and what is there twice, are values of columns that nobody named.
  if (settings.mask.length > 0) return quoteUpstream(message, settings);
  return quoteUpstream([message, detail, hint && `Hint: ${hint}`].filter(Boolean).join(' '), settings);
}

const flooded = (error: FloodError, alias: string): never =>
  fail(
    'too_large',
    `The database of the source "${alias}" sent ${error.message}; its connection was closed.`,
    {
      next: 'Leave out what raises notices in a loop, as a function may; if no statement does, the operator should look at the server.',
      cause: error,
    },
  );

const notTheProtocol = (error: ProtocolError, alias: string): never =>
  fail(
    'upstream_error',
    `What answers for the source "${alias}" breaks the protocol of PostgreSQL: ${error.message}.`,
    {
      next: 'The operator should look at what listens at the address of this source.',
      cause: error,
    },
  );

/** A socket's failure: its code alone is shown, for its text can hold an address. */
function connectionFailed(error: unknown, known: ServerError | undefined, alias: string): never {
  // The driver's words where it was given none.
  if (error instanceof Error && /client password must be a/i.test(error.message)) {
    return fail('permission_denied', `The server asks for a password, and the source "${alias}" has none.`, {
      next: 'The operator should set DATABASE_URL with a password, or PGPASSWORD, in the environment of the server.',
      cause: error,
    });
  }
  return fail(
    'unavailable',
    `The database of the source "${alias}" does not answer${reason(error, known)}.`,
    {
      next: 'Wait a moment, then call again; if it stays so, the operator should look at its address, its network and its server.',
      cause: error,
    },
  );
}

function reason(error: unknown, known: ServerError | undefined): string {
  if (known !== undefined) return ` (${known.code})`;
  if (error instanceof AggregateError) return reason(error.errors[0], serverError(error.errors[0]));
  const text = error instanceof Error ? error.message : '';
  if (/terminated|closed|ended|not queryable/i.test(text)) return ' (the connection was lost)';
  if (/SSL|certificate|self.signed|TLS/i.test(text)) return ` (TLS: ${text.slice(0, 120)})`;
  return /timeout|timed out/i.test(text) ? ' (no answer in time)' : '';
}
