import type { Description, Operation } from './description.ts';
import { below, entriesOf, isObject, type JsonObject } from './json-object.ts';

/** What GitHub's description demands of answers, in short. */
export interface AnswerForms {
  /** By line, as `GET /repos/{owner}/{repo}`: the form of what a success answers. */
  readonly routes: Readonly<Record<string, string>>;
  /** By name: the forms that others refer to. */
  readonly named: Readonly<Record<string, string>>;
}

/** Addresses of GitHub's own API and ids of nodes, which nothing here reads. */
const unread = /^(?:url|node_id|(?!html_).*_url)$/;

/**
 * The forms of the answers to these lines. A form is a list of `path:kind`: `s` is a text, `a` a list, `o` an
 * object, `#name` a named form; `[]` in a path is every entry. What may be missing, null or one of several is left out.
 */
export function answerForms(description: Description, lines: readonly string[]): AnswerForms {
  const named = new Map<string, string>();
  const formOf = (schema: unknown, path: string): readonly string[] => {
    if (!isObject(schema)) return [];
    const { $ref: reference, type } = schema;
    if (typeof reference === 'string') return [`${path}:#${nameForm(reference)}`];
    if (type === 'string') return [`${path}:s`];
    if (type === 'array') return [`${path}:a`, ...formOf(schema.items, `${path}[]`)];
    if (type !== 'object' || isVague(schema)) return [];
    return [`${path}:o`, ...fieldsOf(schema, path)];
  };
  const fieldsOf = (schema: JsonObject, path: string) => {
    const required = Array.isArray(schema.required) ? schema.required : [];
    return entriesOf(schema.properties)
      .filter(([name]) => required.includes(name) && !unread.test(name))
      .flatMap(([name, field]) => formOf(field, path === '' ? name : `${path}.${name}`));
  };
  const nameForm = (reference: string): string => {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    if (named.has(name)) return name;
    named.set(name, '');
    const schema = below(description.schemas, name);
    if (!isVague(schema)) named.set(name, formOf(schema, '').join(' '));
    return name;
  };
  const routes = lines.flatMap((line) => {
    const form = formOf(successOf(description.operation(line)), '').join(' ');
    return form === '' ? [] : [[line, form] as const];
  });
  return { routes: Object.fromEntries(routes), named: sorted(named) };
}

/** Null, or one of several. */
const isVague = (schema: unknown) =>
  isObject(schema) &&
  (schema.nullable === true ||
    Array.isArray(schema.type) ||
    ['oneOf', 'anyOf', 'allOf'].some((key) => schema[key] !== undefined));

const successOf = (operation: Operation | undefined): unknown => {
  const answers = entriesOf(operation?.answers).filter(([status]) => status.startsWith('2'));
  return answers.map(([, types]) => below(types, 'application/json')).find((schema) => schema !== undefined);
};

const sorted = (forms: ReadonlyMap<string, string>) =>
  Object.fromEntries([...forms].filter(([, form]) => form !== '').toSorted(([a], [b]) => (a < b ? -1 : 1)));
