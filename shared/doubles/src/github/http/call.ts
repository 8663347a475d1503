import type * as z from 'zod';
import type { Account } from '../state/account.ts';
import type { Credential } from '../state/credential.ts';
import type { Repo } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import type { Blob } from './blob-host.ts';
import { notFound, Refusal } from './reply.ts';

export interface CallParts {
  readonly world: World;
  readonly method: string;
  /** Where the REST API begins: the origin, or the origin and `/api/v3`. */
  readonly base: string;
  readonly origin: string;
  /** Puts something on the host of logs and archives; the address to redirect to. */
  readonly keepBlob: (blob: Blob) => string;
  readonly path: string;
  readonly params: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: Buffer;
  readonly credential: Credential | undefined;
}

/** One request that was let in, with the repository it is about when its path names one. */
export class Call {
  readonly parts: CallParts;
  readonly world: World;
  readonly base: string;
  readonly query: URLSearchParams;
  readonly credential: Credential | undefined;
  #repo: Repo | undefined;

  constructor(parts: CallParts, repo: Repo | undefined) {
    this.parts = parts;
    this.world = parts.world;
    this.base = parts.base;
    this.query = parts.query;
    this.credential = parts.credential;
    this.#repo = repo;
  }

  /** The person or bot that asks. */
  get account(): Account | undefined {
    return this.credential?.account;
  }

  /** The person that asks. @throws Refusal 401 for nobody, 403 for an App */
  get user(): Account {
    if (this.credential === undefined) throw new Refusal(401, 'Requires authentication');
    if (this.account === undefined) throw new Refusal(403, 'Resource not accessible by integration');
    return this.account;
  }

  get repo(): Repo {
    if (this.#repo === undefined) throw notFound();
    return this.#repo;
  }

  get accept(): string {
    return this.parts.headers.get('accept') ?? '*/*';
  }

  param(name: string): string {
    const value = this.parts.params.get(name);
    if (value === undefined) throw new Error(`the path has no ${name}`);
    return value;
  }

  /** A number of the path: 404 when it is none. */
  number(name: string): number {
    const value = this.param(name);
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(Number(value))) throw notFound();
    return Number(value);
  }

  /** The body as the schema has it. @throws Refusal 400 for bad JSON, 422 for a wrong field */
  body<S extends z.ZodType>(schema: S): z.output<S> {
    const result = schema.safeParse(this.#json());
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new Refusal(422, `Invalid request.\n\n${issue?.message ?? ''} at ${issue?.path.join('.') ?? ''}`);
  }

  #json(): unknown {
    const text = this.parts.raw.toString('utf8');
    if (text.trim() === '') return {};
    try {
      return JSON.parse(text);
    } catch {
      throw new Refusal(400, 'Problems parsing JSON');
    }
  }
}
