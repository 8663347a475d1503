import {
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import { MissingAbility } from '../engine/request.ts';
import { UnknownName } from '../engine/unknown-name.ts';
import { asToolError } from '../errors/as-tool-error.ts';
import { ToolError } from '../errors/tool-error.ts';
import { TASKS_EXTENSION } from '../tasks/types.ts';
import { toolErrorData } from './tool-error-data.ts';

/** Whether a fault is one of those with an answer of their own; any other is a fault of the server. */
export const isForeseen = (error: unknown): boolean =>
  [UnknownName, MissingAbility, ToolError, ProtocolError].some((kind) => error instanceof kind);

/**
 * A fault as a JSON-RPC error, where MCP has no result to put it in; the catalogue's code is in `data`. What
 * nobody foresaw is told without its text, which may name paths and values.
 */
export function protocolError(thrown: unknown, uri?: string): Error {
  if (thrown instanceof ProtocolError) return thrown;
  const error = isForeseen(thrown) ? thrown : asToolError(thrown);
  if (error instanceof UnknownName) return new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
  if (error instanceof MissingAbility) {
    return new MissingRequiredClientCapabilityError(
      {
        requiredCapabilities:
          error.ability === 'tasks' ? { extensions: { [TASKS_EXTENSION]: {} } } : { [error.ability]: {} },
      },
      error.message,
    );
  }
  if (!(error instanceof ToolError)) return asToolError(error);
  if (error.code === 'not_found' && uri !== undefined)
    return new ResourceNotFoundError(uri, `${error.message} ${error.next}`);
  const { code, message, data } = toolErrorData(error);
  return new ProtocolError(code, message, data);
}
