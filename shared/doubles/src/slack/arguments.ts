import { refuse } from './refusal.ts';

/** The arguments of a call, as text; objects come as JSON in it. */
export class Arguments {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** @throws Refusal `invalid_arguments` as Slack says it */
  text(name: string): string {
    return (
      this.#values.get(name) ??
      refuse('invalid_arguments', {
        response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
      })
    );
  }

  optional(name: string): string | undefined {
    return this.#values.get(name);
  }

  number(name: string, otherwise: number): number {
    const given = this.#values.get(name);
    return given === undefined ? otherwise : Number(given);
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.#values.get(name) ?? '');
  }

  list(name: string): string[] {
    return (this.#values.get(name) ?? '').split(',').filter((part) => part !== '');
  }

  json(name: string): unknown {
    const given = this.#values.get(name);
    if (given === undefined) return undefined;
    try {
      return JSON.parse(given);
    } catch (error) {
      if (error instanceof SyntaxError) return refuse('invalid_arguments');
      throw error;
    }
  }
}

/** The arguments in a query and in a form or JSON body. */
export function parseArguments(query: URLSearchParams, contentType: string, body: string): Arguments {
  const values = new Map(query);
  if (contentType.startsWith('application/json')) {
    const parsed: unknown = JSON.parse(body || '{}');
    for (const [key, value] of Object.entries(typeof parsed === 'object' && parsed ? parsed : {})) {
      values.set(key, typeof value === 'string' ? value : JSON.stringify(value));
    }
  } else for (const [key, value] of new URLSearchParams(body)) values.set(key, value);
  return new Arguments(values);
}
