import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { isRecord } from '../json/is-record.ts';

/** Problems told of one request; further ones only repeat that its form is another. */
const MAX_TOLD = 3;

/**
 * The library's refusal of parameters that do not fit their schema, as JSON-RPC has it: code -32602 and what
 * is wrong in one sentence. The library says -32603 of most, and shows the list of issues as JSON. Anything
 * else comes back as it is.
 */
export function asInvalidParams(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const problems = problemsOf(thrown.message);
  if (problems === undefined) return thrown;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Invalid params: ${problems.join('; ')}.`);
}

/** What the list of issues says; undefined for a message that is none. */
function problemsOf(message: string): readonly string[] | undefined {
  const start = message.indexOf('[');
  if (start === -1 || !['', 'Invalid tools/call request: '].includes(message.slice(0, start)))
    return undefined;
  const issues = parse(message.slice(start));
  if (!Array.isArray(issues) || issues.length === 0 || !issues.every(isIssue)) return undefined;
  return issues.slice(0, MAX_TOLD).map(problemOf);
}

interface Issue {
  readonly path: readonly unknown[];
  readonly message: string;
}

const isIssue = (value: unknown): value is Issue =>
  isRecord(value) && Array.isArray(value.path) && typeof value.message === 'string';

function problemOf({ path, message }: Issue): string {
  const where = path.slice(path[0] === 'params' ? 1 : 0).join('.');
  return where === '' ? message : `${where}: ${message}`;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A sentence that begins with a bracket.
    return undefined;
  }
}
