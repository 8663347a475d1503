import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Description } from './description.ts';
import { isObject, type JsonObject } from './json-object.ts';

/** Checks values against schemas of the description, each compiled at its first use with what it refers to. */
export class Schemas {
  readonly #components: JsonObject;
  readonly #plain = new Compiler(false);
  readonly #coercing = new Compiler(true);

  constructor({ schemas }: Pick<Description, 'schemas'>) {
    this.#components = schemas;
  }

  /** What is wrong with a value. The name tells schemas apart. */
  errors(name: string, schema: unknown, value: unknown): readonly ErrorObject[] {
    return this.#plain.errors(name, schema, value, this.#components);
  }

  /** The same for text of a path or a query, where `1` is a number. */
  textErrors(name: string, schema: unknown, value: unknown): readonly ErrorObject[] {
    const wrapped = { type: 'object', properties: { value: schema } };
    return this.#coercing.errors(name, wrapped, { value }, this.#components);
  }
}

class Compiler {
  readonly #ajv: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #added = new Set<string>();

  constructor(coerceTypes: boolean) {
    this.#ajv = new Ajv({
      strict: false,
      inlineRefs: false,
      coerceTypes,
      // GitHub's description is checked by GitHub; what else is in it is for generators.
      validateSchema: false,
      logger: false,
    });
    addFormats.default(this.#ajv);
  }

  errors(name: string, schema: unknown, value: unknown, components: JsonObject): readonly ErrorObject[] {
    const held = this.#compiled.get(name);
    const validate = held ?? this.#ajv.compile(this.#linked(schema, components));
    this.#compiled.set(name, validate);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  /** A schema whose references lead to components, which are added on the way. */
  #linked(value: unknown, components: JsonObject): JsonObject | boolean {
    const walk = (one: unknown): unknown => {
      if (Array.isArray(one)) return one.map(walk);
      if (!isObject(one)) return one;
      return Object.fromEntries(
        Object.entries(one).map(([key, inner]) => [
          key,
          key === '$ref' && typeof inner === 'string' ? this.#link(inner, components) : walk(inner),
        ]),
      );
    };
    const walked = walk(value);
    return isObject(walked) ? walked : true;
  }

  #link(reference: string, components: JsonObject): string {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    const id = `github:${name}`;
    if (!this.#added.has(name)) {
      this.#added.add(name);
      this.#ajv.addSchema(this.#linked(components[name], components), id);
    }
    return id;
  }
}
