import { mirrorProblem } from '../call/mirrored-parameters.ts';
import type { Caller } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import { isRecord } from '../json/is-record.ts';

/** MCP's code for headers that disagree with the body. */
const HEADER_MISMATCH = -32_020;

/** Refuses a modern call whose headers do not repeat the arguments that its tool says they do. */
export function mirrorCheck(
  { tools }: Engine,
  headers: Headers,
  body: unknown,
  caller: Caller,
): Response | undefined {
  if (!isRecord(body) || body.method !== 'tools/call' || !isRecord(body.params)) return undefined;
  const { name, arguments: args } = body.params;
  const message = mirrorProblem(tools.mirrored(caller, String(name)), args, headers);
  if (message === undefined) return undefined;
  const error = { code: HEADER_MISMATCH, message };
  return Response.json({ jsonrpc: '2.0', id: body.id, error }, { status: 400 });
}
