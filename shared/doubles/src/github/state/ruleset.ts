import { per } from './per.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  readonly enforcement: 'active' | 'disabled' | 'evaluate';
  /** Branch patterns: `~DEFAULT_BRANCH`, `~ALL` or a full ref, `*` within. */
  readonly include: readonly string[];
  /** As GitHub has them: `{type: 'deletion'}`, `{type: 'pull_request', parameters: {…}}`. */
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  readonly createdAt: string;
}

export const rulesetsOf = per((_repo: Repo) => new Map<number, Ruleset>());

export type RulesetSeed = Partial<Omit<Ruleset, 'id' | 'createdAt'>> & Pick<Ruleset, 'name' | 'rules'>;

export function makeRuleset(world: World, repo: Repo, seed: RulesetSeed): Ruleset {
  const ruleset: Ruleset = {
    enforcement: 'active',
    include: ['~DEFAULT_BRANCH'],
    ...seed,
    id: world.nextId(),
    createdAt: world.clock.tick(),
  };
  rulesetsOf(repo).set(ruleset.id, ruleset);
  return ruleset;
}

/** Whether a ruleset is about a branch. */
export const appliesTo = ({ include, enforcement }: Ruleset, repo: Repo, branch: string) =>
  enforcement === 'active' &&
  include.some((pattern) => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return branch === repo.defaultBranch;
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^/]*')}$`).test(`refs/heads/${branch}`);
  });
