import type { Answered, Incoming } from '../http/dispatch.ts';
import { allowed } from './allow-list.ts';
import type { Description, Operation } from './description.ts';
import { below, entriesOf, isObject, type JsonObject } from './json-object.ts';
import { Schemas } from './schemas.ts';

/** Something sent or answered that GitHub's description does not have. */
export interface Violation {
  /** `repos/get`, or the method and path when GitHub has no such operation. */
  readonly operation: string;
  readonly side: 'request' | 'answer';
  readonly message: string;
}

type Found = Omit<Violation, 'operation'>;

/** Statuses any operation may have, whatever its description says. */
const anywhere = new Set([301, 304, 307, 401, 403, 404, 429]);

/** Checks requests and answers against GitHub's description of its API. */
export class ExchangeCheck {
  readonly #description: Description;
  readonly #schemas: Schemas;

  constructor(description: Description) {
    this.#description = description;
    this.#schemas = new Schemas(description);
  }

  /** Whether GitHub has an operation with this method at a path. */
  isDescribed(method: string, path: string): boolean {
    const parts = path.split('/').length;
    return this.#description.lines.some((line) => {
      const [wanted, template = ''] = line.split(' ');
      if (wanted !== method || template.split('/').length !== parts) return false;
      return new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path);
    });
  }

  check(incoming: Incoming, answered: Answered): readonly Violation[] {
    const template = answered.route?.template.replace(/\/contents$/, '/contents/{path}');
    if (template === '/graphql') return [];
    const line = `${incoming.method === 'HEAD' ? 'GET' : incoming.method} ${template ?? incoming.path}`;
    const operation = this.#description.operation(line);
    if (operation === undefined) {
      return [{ operation: line, side: 'request', message: 'GitHub has no such operation' }];
    }
    const found = [...this.#request(operation, incoming, answered), ...this.#answer(operation, answered)];
    return found
      .filter(({ side, message }) => !isAllowed(operation.id, side, message))
      .map((one) => ({ operation: operation.id, ...one }));
  }

  #request(operation: Operation, incoming: Incoming, { params }: Answered): readonly Found[] {
    const query = new URLSearchParams(incoming.search);
    const known = new Map(operation.parameters.map((one) => [`${one.in} ${one.name}`, one.schema]));
    const given = [
      ...[...params].map(([name, value]) => ['path', name, value] as const),
      ...[...query].map(([name, value]) => ['query', name, value] as const),
    ];
    const wrong = given.flatMap(([place, name, value]) => {
      const schema = known.get(`${place} ${name}`);
      if (schema === undefined && place === 'path') return [];
      if (schema === undefined) return [`the query has ${name}, which GitHub does not know`];
      return this.#schemas
        .textErrors(`${operation.id} ${place} ${name}`, schema, value)
        .map(({ message }) => `${place} ${name}=${value} ${message}`);
    });
    const missing = operation.parameters
      .filter((one) => one.in === 'query' && one.required === true && !query.has(one.name))
      .map(({ name }) => `the query has no ${name}`);
    return [...wrong, ...missing, ...this.#body(operation, incoming)].map((message) => ({
      side: 'request',
      message,
    }));
  }

  #body(operation: Operation, { raw, headers }: Incoming): readonly string[] {
    if (!(headers.get('content-type') ?? '').includes('json') || raw.length === 0) return [];
    if (operation.body === undefined) return ['has a body, which GitHub does not take'];
    const value = parsed(raw);
    const names = propertiesOf(operation.body);
    const extra = isObject(value) && names ? Object.keys(value).filter((name) => !names.has(name)) : [];
    return [
      ...extra.map((name) => `the body has ${name}, which GitHub does not know`),
      ...this.#schemas
        .errors(`${operation.id} body`, operation.body, value)
        .map(({ instancePath, message }) => `body${instancePath} ${message}`),
    ];
  }

  #answer(operation: Operation, { reply }: Answered): readonly Found[] {
    const described = operation.answers[String(reply.status)];
    if (described === undefined && anywhere.has(reply.status)) return [];
    if (described === undefined)
      return [{ side: 'answer', message: `answered ${reply.status}, which is not described` }];
    const type = mediaType(described, reply.headers['x-github-media-type']);
    const schema = described[type];
    if (schema === undefined || reply.body === undefined || !('json' in reply.body)) return [];
    // As the client sees it: without what is undefined.
    const value: unknown = JSON.parse(JSON.stringify(reply.body.json));
    return this.#schemas
      .errors(`${operation.id} ${reply.status} ${type}`, schema, value)
      .map(({ instancePath, message, params }) => ({
        side: 'answer',
        message: `${reply.status}${instancePath} ${message} ${JSON.stringify(params)}`,
      }));
  }
}

/** The form an answer has: GitHub has others than the usual, as `object` for a folder. */
const mediaType = (described: JsonObject, header: string | undefined): string => {
  const form = /param=(\w+)/.exec(header ?? '')?.[1];
  const found = form && Object.keys(described).find((type) => new RegExp(`\\b${form}\\b`).test(type));
  return found || 'application/json';
};

const isAllowed = (operation: string, side: string, message: string) =>
  allowed.some(
    (one) =>
      (one.operation === '*' || one.operation === operation) &&
      one.side === side &&
      one.message.test(message),
  );

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The names a body may have at its top; nothing when any will do. */
function propertiesOf(schema: unknown): ReadonlySet<string> | undefined {
  const parts = ['anyOf', 'allOf'].flatMap((key) => {
    const list = below(schema, key);
    return Array.isArray(list) ? list : [];
  });
  const own = entriesOf(below(schema, 'properties')).map(([name]) => name);
  const all = new Set([...own, ...parts.flatMap((one) => [...(propertiesOf(one) ?? [])])]);
  return all.size > 0 && below(schema, '$ref') === undefined ? all : undefined;
}
