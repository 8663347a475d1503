/** A user, an organization or a bot. */
export interface Account {
  readonly id: number;
  login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
  name: string | null;
  email: string | null;
  bio: string | null;
  company: string | null;
  location: string | null;
  readonly createdAt: string;
  /** Organizations this user is a member of, by login. */
  readonly organizations: Set<string>;
  /** Whether the organization asks tokens for single sign-on. */
  samlEnforced: boolean;
  /** Repositories starred, by id, in order. */
  readonly stars: Map<number, string>;
}

/** What can be said about an account when it is made; the rest gets a default. */
export interface AccountSeed {
  readonly type?: Account['type'];
  readonly name?: string | null;
  readonly email?: string | null;
  readonly bio?: string | null;
  readonly company?: string | null;
  readonly location?: string | null;
  readonly organizations?: readonly string[];
  readonly samlEnforced?: boolean;
}

export function makeAccount(id: number, login: string, createdAt: string, seed: AccountSeed): Account {
  const type = seed.type ?? (login.endsWith('[bot]') ? 'Bot' : 'User');
  return {
    id,
    login,
    type,
    name: seed.name === undefined ? nameOf(login) : seed.name,
    email: seed.email === undefined ? `${login.replace('[bot]', '')}@example.org` : seed.email,
    bio: seed.bio ?? null,
    company: seed.company ?? null,
    location: seed.location ?? null,
    createdAt,
    organizations: new Set(seed.organizations ?? []),
    samlEnforced: seed.samlEnforced ?? false,
    stars: new Map(),
  };
}

const nameOf = (login: string) => login.charAt(0).toUpperCase() + login.slice(1);
