import type { Route } from '../http/route.ts';
import type { Level } from '../state/credential.ts';
import type { Role } from '../state/repository.ts';

/** Which permission each family of a repository's routes needs. */
const families: Readonly<Record<string, string>> = {
  contents: 'contents',
  commits: 'contents',
  branches: 'contents',
  compare: 'contents',
  git: 'contents',
  tags: 'metadata',
  releases: 'contents',
  merges: 'contents',
  readme: 'contents',
  issues: 'issues',
  labels: 'issues',
  milestones: 'issues',
  assignees: 'issues',
  pulls: 'pull_requests',
  actions: 'actions',
  'check-runs': 'checks',
  'check-suites': 'checks',
  statuses: 'statuses',
  'code-scanning': 'security_events',
  dependabot: 'vulnerability_alerts',
  'secret-scanning': 'secret_scanning_alerts',
};

export interface Requirements {
  readonly role: Role;
  readonly permission: { readonly name: string; readonly level: Level };
}

/** What a route of a repository needs, from what it says of itself, from its path and from its method. */
export function requirementsOf({ method, template, options }: Route): Requirements {
  const isRead = method === 'GET' || method === 'HEAD';
  const family = template.split('/')[4];
  const inferred = {
    name: (family !== undefined && families[family]) || (isRead ? 'metadata' : 'administration'),
    level: isRead ? 'read' : 'write',
  } as const;
  return {
    role: options.role ?? (isRead ? 'read' : 'write'),
    permission: options.permission === undefined ? inferred : parse(options.permission),
  };
}

function parse(text: string): { name: string; level: Level } {
  const [name = '', level = ''] = text.split('=');
  return { name, level: level === 'write' || level === 'admin' ? level : 'read' };
}
