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
import type { Redactor } from '../redact/types.ts';
import { TASKS_EXTENSION } from '../tasks/types.ts';
import { toolErrorData, toolErrorText } from './tool-error-data.ts';

/** Whether a fault is one of those with an answer of their own; any other is a fault of the server. */
export const isForeseen = (error: unknown): boolean =>
  [UnknownName, MissingAbility, ToolError, ProtocolError].some((kind) => error instanceof kind);

/** What is known of a fault beside itself. */
export interface FaultDetails {
  /** Of the resource that was asked for. */
  readonly uri?: string | undefined;
  readonly traceId?: string | undefined;
}

/**
 * A fault as a JSON-RPC error, where MCP has no result to put it in; the catalogue's code is in `data`. What
 * nobody foresaw is told without its text, which may name paths and values.
 */
export function protocolError(
  thrown: unknown,
  redactor: Redactor,
  { uri, traceId }: FaultDetails = {},
): Error {
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
    return new ResourceNotFoundError(uri, toolErrorText(error, redactor));
  const { code, message, data } = toolErrorData(error, redactor, traceId);
  return new ProtocolError(code, message, data);
}
