import { globSource } from './glob.ts';

/** The folder in each root that holds what was deleted. Callers reach it only by restoring from it. */
export const TRASH_FOLDER = '.portolan-trash';

/** What is masked unless the operator allows it: files whose only content is a secret. */
export const defaultDeny: readonly string[] = [
  '.env',
  '.env.*',
  '.envrc',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ed25519',
  'id_ecdsa_sk',
  'id_ed25519_sk',
  '*.pem',
  '*.key',
  '*.p12',
  '*.pfx',
  '*.jks',
  '*.keystore',
  '*.kdbx',
  '*.ppk',
  '.ssh',
  '.gnupg',
  '.git/config',
  '.git/credentials',
  '.git-credentials',
  '.netrc',
  '_netrc',
  '.npmrc',
  '.yarnrc.yml',
  '.pypirc',
  '.pgpass',
  '.my.cnf',
  '.htpasswd',
  '.vault-token',
  '.aws/credentials',
  '.aws/config',
  '.aws/sso/cache',
  '.azure',
  '.config/gcloud',
  '.config/gh/hosts.yml',
  '.kube/config',
  '.docker/config.json',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.terraform.d/credentials.tfrc.json',
  '*.tfstate',
];

/** Names that look like a default pattern and hold no secret: templates and public halves. */
export const defaultAllow: readonly string[] = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.defaults',
  '.env.dist',
];

/** Patterns that mask paths below a root. */
export interface Deny {
  /** The pattern that masks a relative path (or a folder above it), or undefined. */
  match(relative: string): string | undefined;
  /** Whether a pattern may match below a folder only because of how the folders on its path are called. */
  dependsOn(relative: string): boolean;
}

const withoutSlashes = (pattern: string) => pattern.replace(/^\/+|\/+$/g, '');

const isAnchored = (pattern: string) => pattern.startsWith('/');

/** For at least one pattern. The ends are written once: a machine for them is made in half the time. */
function matcherSource(patterns: readonly string[]): string {
  const starting = (start: string, some: readonly string[]) =>
    some.length === 0
      ? []
      : [`${start}(?:${some.map((pattern) => globSource(withoutSlashes(pattern))).join('|')})`];
  const anchored = starting('^', patterns.filter(isAnchored));
  const floating = starting(
    '(?:^|/)',
    patterns.filter((pattern) => !isAnchored(pattern)),
  );
  return `(?:${[...anchored, ...floating].join('|')})(?:/|$)`;
}

/** A pattern matches at any depth, and everything below what it matches; one that begins with `/` only at the root. */
const matcherOf = (patterns: readonly string[]): RegExp | undefined =>
  patterns.length === 0 ? undefined : new RegExp(matcherSource(patterns), 'iu');

/**
 * Compiles deny patterns. Letter case and Unicode form do not matter, so that `.ENV` is masked too
 * where the file system does not tell them apart.
 */
export function createDeny(deny: readonly string[], allow: readonly string[]): Deny {
  const any = matcherOf(deny);
  const allowed = matcherOf(allow);
  const anchored = deny.some(isAnchored);
  const parents = deny.flatMap((pattern) => withoutSlashes(pattern).split('/').slice(0, -1));
  const anyParent = matcherOf(parents);
  /** Made for the first path that is masked; most processes never meet one. */
  let each: readonly (readonly [pattern: string, matcher: RegExp | undefined])[] | undefined;
  return {
    match(relative) {
      const normal = isAscii(relative) ? relative : relative.normalize('NFC');
      if (any === undefined || !any.test(normal)) return undefined;
      if (allowed?.test(normal)) return undefined;
      each ??= deny.map((pattern) => [pattern, matcherOf([pattern])]);
      return each.find(([, matcher]) => matcher?.test(normal))?.[0];
    },
    dependsOn: (relative) => anchored || anyParent?.test(relative) === true,
  };
}

const isAscii = (text: string) => !/[^\u0000-\u007f]/.test(text);
