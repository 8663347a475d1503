import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Budgets, type Throttle } from './access/budgets.ts';
import { graphqlRoute, type PartialFault } from './graphql/endpoint.ts';
import { type Blob, type BlobHost, startBlobHost } from './http/blob-host.ts';
import { type Answered, dispatch, type Incoming } from './http/dispatch.ts';
import { type Listener, listen, type Received } from './http/listener.ts';
import type { BlobRequest, LoggedRequest } from './http/request-log.ts';
import { type Bucket, Router } from './http/route.ts';
import { routes } from './rest/routes.ts';
import { type AdvisorySeed, advisoriesOf } from './rest/security/advisories.ts';
import { type AppSeed, type SeededApp, seedApp } from './seed/apps.ts';
import { type RepositorySeed, seedRepository } from './seed/repository-seed.ts';
import { SeededRepository } from './seed/seeded-repository.ts';
import { makeToken, type TokenSeed } from './seed/tokens.ts';
import type { Account, AccountSeed } from './state/account.ts';
import { makeRepository } from './state/make-repository.ts';
import { type Notification, notify } from './state/notification.ts';
import { makeProject, type Project, type ProjectSeed } from './state/project.ts';
import { type Sizes, World } from './state/world.ts';
import { ExchangeCheck, type Violation } from './validate/check-exchange.ts';
import { readDescription } from './validate/description.ts';
import { GraphqlCheck } from './validate/graphql-check.ts';

export interface GitHubOptions {
  /** Where GitHub gives less of something big; its own limits unless told. */
  readonly sizes?: Partial<Sizes>;
  /** Checks every request and answer against GitHub's description; on, unless told. */
  readonly validate?: boolean;
}

/** What can be put into a double of GitHub and changed in it. */
export interface GitHubChanges {
  /** An account, made with these settings when it is not there. */
  account(login: string, seed?: AccountSeed): Account;
  /** A new token. */
  token(seed: TokenSeed): string;
  /** A token is no longer good. */
  revoke(token: string): void;
  repository(fullName: string, seed?: RepositorySeed): SeededRepository;
  fork(of: SeededRepository, owner: string): SeededRepository;
  /** A GitHub App with its key. */
  app(seed: AppSeed): SeededApp;
  /** A project of an account. */
  project(owner: string, seed: ProjectSeed): Project;
  /** A published advisory. */
  advisory(seed: AdvisorySeed): void;
  /** Tells somebody of an issue or a pull request. */
  notify(login: string, repo: SeededRepository, number: number, reason?: string): Notification;
  /** Leaves a token (or nobody) this many requests of a budget, until a time in seconds since 1970. */
  leave(token: string | undefined, bucket: Bucket, remaining: number, reset?: number): void;
  /** Refuses the next requests. */
  throttle(throttle: Throttle): void;
}

/** A running double of GitHub. */
export interface GitHub extends GitHubChanges {
  /** Where the REST API is, as `https://api.github.com` would be; GraphQL is below it at `/graphql`. */
  readonly url: string;
  /** The same as GitHub Enterprise Server has it: with `/api/v3`, and `/api/graphql` beside it. */
  readonly enterpriseUrl: string;
  /** Where logs and archives are redirected to. */
  readonly blobUrl: string;
  /** Everything it knows, to look at and to change. */
  readonly world: World;
  /** Every request so far, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** Every request to the host of logs and archives. */
  readonly blobRequests: readonly BlobRequest[];
  /** What was sent or answered that GitHub's own description does not have. */
  readonly violations: readonly Violation[];
  /** Leaves a part out of the next GraphQL answer, with an error for it. */
  failGraphql(fault: PartialFault): void;
  close(): Promise<void>;
}

/** Starts a double of GitHub on a free port of 127.0.0.1. Nothing is in it yet. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-github-'));
  const world = new World(folder, options.sizes);
  const budgets = new Budgets();
  const graphqlFaults: PartialFault[] = [];
  const router = new Router([...routes(budgets), graphqlRoute(budgets, graphqlFaults)]);
  const blobs = await startBlobHost();
  const requests: LoggedRequest[] = [];
  const violations: Violation[] = [];
  const check = options.validate === false ? undefined : new ExchangeCheck(readDescription());
  const documents = new GraphqlCheck();
  const listener: Listener = await listen((received, origin) => {
    const isDescribed = (path: string) => check?.isDescribed(received.method, path) ?? false;
    const incoming = { ...incomingOf(received, origin, blobs), isDescribed };
    const answered = dispatch(world, router, budgets, incoming);
    requests.push(logged(received, answered));
    violations.push(...(check?.check(incoming, answered) ?? []));
    if (check && answered.route?.template === '/graphql') documents.add(received.raw.toString('utf8'));
    return answered.reply;
  });
  return {
    ...changesOf(world, budgets),
    url: listener.origin,
    enterpriseUrl: `${listener.origin}/api/v3`,
    blobUrl: blobs.origin,
    world,
    requests,
    blobRequests: blobs.requests,
    get violations() {
      return [...violations, ...documents.violations()];
    },
    failGraphql: (fault) => {
      graphqlFaults.push(fault);
    },
    close: async () => {
      await Promise.all([listener.close(), blobs.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function changesOf(world: World, budgets: Budgets): GitHubChanges {
  return {
    account: (login, seed) => world.account(login, seed),
    token: (seed) => makeToken(world, seed).token,
    revoke: (token) => {
      const credential = world.credentials.get(token);
      if (credential) credential.revoked = true;
    },
    repository: (fullName, seed) => seedRepository(world, fullName, seed),
    fork: ({ repo }, owner) =>
      new SeededRepository(
        world,
        makeRepository(world, world.account(owner), repo.name, { private: repo.private }, repo),
      ),
    app: (seed) => seedApp(world, seed),
    project: (login, seed) => makeProject(world, world.account(login), seed),
    advisory: (seed) => {
      advisoriesOf(world).set(seed.ghsa, seed);
    },
    notify: (login, { repo }, number, reason) => notify(world, world.account(login), repo, number, reason),
    leave: (token, bucket, remaining, reset) =>
      budgets.set(token === undefined ? undefined : world.credentials.get(token), bucket, remaining, reset),
    throttle: (throttle) => budgets.throttle(throttle),
  };
}

const ENTERPRISE = '/api/v3';

function incomingOf(
  { method, url, headers, raw }: Received,
  origin: string,
  blobs: BlobHost,
): Omit<Incoming, 'isDescribed'> {
  if (url.pathname === '/api/graphql') {
    const enterprise = new URL(url);
    enterprise.pathname = `${ENTERPRISE}/graphql`;
    return incomingOf({ method, url: enterprise, headers, raw }, origin, blobs);
  }
  const isEnterprise = url.pathname.startsWith(`${ENTERPRISE}/`) || url.pathname === ENTERPRISE;
  const path = isEnterprise ? url.pathname.slice(ENTERPRISE.length) || '/' : url.pathname;
  const base = isEnterprise ? origin + ENTERPRISE : origin;
  const keepBlob = (blob: Blob) => blobs.origin + blobs.keep(blob);
  return { method, path, search: url.search, base, origin, keepBlob, headers, raw };
}

const logged = ({ method, url, headers, raw }: Received, { reply }: Answered): LoggedRequest => ({
  method,
  path: url.pathname + url.search,
  headers: Object.fromEntries(headers),
  body: raw.toString('utf8'),
  status: reply.status,
});
