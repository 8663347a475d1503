import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/**
 * Refuses a cursor of a list that is answered whole: this server gave none.
 *
 * @throws ProtocolError invalid params
 */
export function refuseCursor(params: { readonly cursor?: string | undefined } | undefined): void {
  if (params?.cursor === undefined) return;
  const problem = 'The cursor is not one this server gave. Start again without a cursor.';
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, problem, { code: 'invalid_arguments' });
}
