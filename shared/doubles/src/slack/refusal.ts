/** An answer with `ok: false`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(error: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.fields = fields;
  }
}

export function refuse(error: string, fields?: Readonly<Record<string, unknown>>): never {
  throw new Refusal(error, fields);
}
