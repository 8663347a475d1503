import type { Account } from './account.ts';
import { per } from './per.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

interface Dismissable {
  readonly number: number;
  readonly createdAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  resolvedBy: Account | null;
  reason: string | null;
  comment: string | null;
}

export interface CodeAlert extends Dismissable {
  state: 'open' | 'dismissed' | 'fixed';
  readonly rule: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly description: string;
  readonly path: string;
  readonly line: number;
  readonly tool: string;
}

export interface DependencyAlert extends Dismissable {
  state: 'open' | 'dismissed' | 'fixed' | 'auto_dismissed';
  readonly package: string;
  readonly ecosystem: string;
  readonly manifest: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly ghsa: string;
  readonly cve: string | null;
  readonly summary: string;
  readonly range: string;
  readonly fixedIn: string | null;
}

export interface SecretAlert extends Dismissable {
  state: 'open' | 'resolved';
  readonly type: string;
  readonly typeName: string;
  readonly secret: string;
  readonly path: string;
  readonly line: number;
}

/** The alerts of a repository by number; undefined where the feature is off. */
export const alertsOf = per((_repo: Repo) => ({
  code: new Map<number, CodeAlert>(),
  dependencies: new Map<number, DependencyAlert>(),
  secrets: new Map<number, SecretAlert>(),
  enabled: true,
}));

const base = (world: World, number: number): Dismissable => {
  const now = world.clock.tick();
  return {
    number,
    createdAt: now,
    updatedAt: now,
    resolvedAt: null,
    resolvedBy: null,
    reason: null,
    comment: null,
  };
};

export type CodeAlertSeed = Partial<Pick<CodeAlert, 'state' | 'severity' | 'description' | 'line' | 'tool'>> &
  Pick<CodeAlert, 'rule' | 'path'>;

export function makeCodeAlert(world: World, repo: Repo, seed: CodeAlertSeed): CodeAlert {
  const { code } = alertsOf(repo);
  const defaults = {
    state: 'open',
    severity: 'high',
    description: seed.rule,
    line: 1,
    tool: 'CodeQL',
  } as const;
  const alert: CodeAlert = { ...base(world, code.size + 1), ...defaults, ...seed };
  code.set(alert.number, alert);
  return alert;
}

export type DependencyAlertSeed = Partial<Omit<DependencyAlert, keyof Dismissable | 'package'>> &
  Pick<DependencyAlert, 'package'>;

export function makeDependencyAlert(world: World, repo: Repo, seed: DependencyAlertSeed): DependencyAlert {
  const { dependencies } = alertsOf(repo);
  const alert: DependencyAlert = {
    ...base(world, dependencies.size + 1),
    state: 'open',
    ecosystem: 'npm',
    manifest: 'package-lock.json',
    severity: 'high',
    ghsa: 'GHSA-aaaa-bbbb-cccc',
    cve: 'CVE-2026-0001',
    summary: `A flaw in ${seed.package}`,
    range: '< 2.0.0',
    fixedIn: '2.0.0',
    ...seed,
  };
  dependencies.set(alert.number, alert);
  return alert;
}

export type SecretAlertSeed = Partial<Pick<SecretAlert, 'state' | 'path' | 'line' | 'typeName'>> &
  Pick<SecretAlert, 'type' | 'secret'>;

export function makeSecretAlert(world: World, repo: Repo, seed: SecretAlertSeed): SecretAlert {
  const { secrets } = alertsOf(repo);
  const defaults = { state: 'open', path: 'config.env', line: 1, typeName: seed.type } as const;
  const alert: SecretAlert = { ...base(world, secrets.size + 1), ...defaults, ...seed };
  secrets.set(alert.number, alert);
  return alert;
}

/** Closes an alert or opens it again, and keeps who did and why. */
export function resolveAlert(
  world: World,
  alert: Dismissable,
  by: Account | null,
  reason: string | null,
  comment: string | null,
): void {
  alert.updatedAt = world.clock.tick();
  alert.resolvedAt = by ? alert.updatedAt : null;
  alert.resolvedBy = by;
  alert.reason = by ? reason : null;
  alert.comment = by ? comment : null;
}
