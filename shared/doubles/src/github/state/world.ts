import { createHash } from 'node:crypto';
import { type Account, type AccountSeed, makeAccount } from './account.ts';
import { Clock } from './clock.ts';
import type { Credential } from './credential.ts';
import { fullNameOf, type Repo } from './repository.ts';

/** From where on GitHub answers with less. A test may set them lower. */
export interface Sizes {
  /** Entries of a tree listed with what is below it; more is `truncated`. */
  readonly treeEntries: number;
  /** Bytes of a file shown as base64; above it `encoding` is `none`. */
  readonly contentBytes: number;
  /** Lines and files of a diff as text; above it the answer is 406. */
  readonly diffLines: number;
  readonly diffFiles: number;
}

/** As GitHub's documentation of trees, contents and diffs says. */
const githubSizes: Sizes = {
  treeEntries: 100_000,
  contentBytes: 1024 * 1024,
  diffLines: 20_000,
  diffFiles: 300,
};

/** Everything the double knows. What belongs to one family of the API is kept by that family. */
export class World {
  readonly clock = new Clock();
  readonly sizes: Sizes;
  /** A folder for the git repositories, removed at the end. */
  readonly folder: string;
  readonly credentials = new Map<string, Credential>();
  readonly #accounts = new Map<string, Account>();
  readonly #repos = new Map<number, Repo>();
  /** Former full names in lower case, after a rename or a transfer. */
  readonly #former = new Map<string, Repo>();
  #lastId = 1000;

  constructor(folder: string, sizes: Partial<Sizes> = {}) {
    this.folder = folder;
    this.sizes = { ...githubSizes, ...sizes };
  }

  /** Ids are unique over all kinds, as nobody should rely on their kinds. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  accounts(): readonly Account[] {
    return [...this.#accounts.values()];
  }

  findAccount(login: string): Account | undefined {
    return this.#accounts.get(login.toLowerCase());
  }

  /** The account of a login, made when it is not there yet. */
  account(login: string, seed: AccountSeed = {}): Account {
    const found = this.findAccount(login);
    if (found) return found;
    const made = makeAccount(this.nextId(), login, this.clock.now(), seed);
    this.#accounts.set(login.toLowerCase(), made);
    return made;
  }

  /** Gives an account another login: links to the old one lead nowhere. */
  renameAccount(account: Account, login: string): void {
    this.#accounts.delete(account.login.toLowerCase());
    account.login = login;
    this.#accounts.set(login.toLowerCase(), account);
  }

  removeAccount(account: Account): void {
    this.#accounts.delete(account.login.toLowerCase());
  }

  accountByEmail(email: string): Account | undefined {
    return this.accounts().find(
      (one) => one.email !== null && one.email.toLowerCase() === email.toLowerCase(),
    );
  }

  repos(): readonly Repo[] {
    return [...this.#repos.values()];
  }

  repoById(id: number): Repo | undefined {
    return this.#repos.get(id);
  }

  findRepo(owner: string, name: string): Repo | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.repos().find((repo) => fullNameOf(repo).toLowerCase() === wanted);
  }

  /** The repository that had this name before. */
  formerRepo(owner: string, name: string): Repo | undefined {
    return this.#former.get(`${owner}/${name}`.toLowerCase());
  }

  addRepo(repo: Repo): void {
    this.#repos.set(repo.id, repo);
    this.#former.delete(fullNameOf(repo).toLowerCase());
  }

  removeRepo(repo: Repo): void {
    this.#repos.delete(repo.id);
  }

  renameRepo(repo: Repo, name: string): void {
    this.#former.set(fullNameOf(repo).toLowerCase(), repo);
    repo.name = name;
  }
}

/** An opaque node id that says what it is: `I_` for an issue and so on. */
export const nodeId = (kind: string, id: number | string) =>
  `${kind}_${Buffer.from(`${kind}:${id}`).toString('base64url')}`;

/** A stable hash for names of things that have none. */
export const hashOf = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
