export type Headers = Readonly<Record<string, string>>;

/** What goes back: JSON, bytes of another kind, or nothing. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly json: unknown } | { readonly bytes: Buffer; readonly type: string } | undefined;
}

export const json = (value: unknown, status = 200, headers: Headers = {}): Reply => ({
  status,
  headers,
  body: { json: value },
});

export const created = (value: unknown, headers: Headers = {}) => json(value, 201, headers);

export const noContent: Reply = { status: 204, headers: {}, body: undefined };

export const bytes = (content: string | Buffer, type: string, headers: Headers = {}): Reply => ({
  status: 200,
  headers,
  body: { bytes: Buffer.from(content), type },
});

export const found = (location: string): Reply => ({ status: 302, headers: { location }, body: undefined });

const DOCUMENTATION = 'https://docs.github.com/rest';

/** A refusal in GitHub's form, thrown by whoever finds the reason. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(
    status: number,
    message: string,
    more: Readonly<Record<string, unknown>> = {},
    headers: Headers = {},
  ) {
    super(message);
    this.reply = json(
      { message, ...more, documentation_url: DOCUMENTATION, status: String(status) },
      status,
      headers,
    );
  }
}

export const notFound = (headers: Headers = {}) => new Refusal(404, 'Not Found', {}, headers);

export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: string;
  readonly message?: string;
  readonly value?: unknown;
}

/** A 422 with GitHub's list of what is wrong. */
export const invalid = (...errors: readonly FieldError[]) =>
  new Refusal(422, 'Validation Failed', { errors });
