import type { JsonSchema } from '../definition/tool.ts';
import { isRecord } from '../json/is-record.ts';

const ENCODED = /^=\?base64\?(.*)\?=$/s;
const CANONICAL_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A parameter that clients of the modern era repeat in a header, for proxies to route by. */
export interface MirroredParameter {
  readonly path: readonly string[];
  /** Without `Mcp-Param-`. */
  readonly header: string;
}

/** The parameters whose schemas carry `x-mcp-header`, at any depth of `properties`. */
export function mirroredParameters(
  schema: JsonSchema,
  path: readonly string[] = [],
): readonly MirroredParameter[] {
  const { properties } = schema;
  if (!isRecord(properties)) return [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isRecord(property)) return [];
    const at = [...path, name];
    const header = property['x-mcp-header'];
    return [
      ...(typeof header === 'string' ? [{ path: at, header }] : []),
      ...mirroredParameters(property, at),
    ];
  });
}

/** What is wrong with the headers of a call; undefined when each repeats its parameter. */
export function mirrorProblem(
  parameters: readonly MirroredParameter[],
  args: unknown,
  headers: Headers,
): string | undefined {
  for (const { path, header } of parameters) {
    const value = path.reduce<unknown>((node, name) => (isRecord(node) ? node[name] : undefined), args);
    // Anything but a plain value is for the check of the arguments to refuse.
    if (!['string', 'number', 'boolean'].includes(typeof value)) continue;
    const name = `Mcp-Param-${header}`;
    const sent = headers.get(name);
    if (sent === null) return `The header ${name} must repeat the argument ${path.join('.')}.`;
    const decoded = decode(sent);
    if (decoded === undefined) return `The header ${name} is not valid Base64.`;
    if (!repeats(decoded, value)) return `The header ${name} and the argument ${path.join('.')} disagree.`;
  }
  return undefined;
}

const repeats = (sent: string, value: unknown) =>
  typeof value === 'number' && DECIMAL.test(sent) ? Number(sent) === value : sent === String(value);

function decode(sent: string): string | undefined {
  const payload = ENCODED.exec(sent)?.[1];
  if (payload === undefined) return sent;
  if (!CANONICAL_BASE64.test(payload)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64'));
  } catch {
    // Not UTF-8: as wrong as no Base64.
    return undefined;
  }
}
