import type { Permissions } from '../credentials/types.ts';

/** What a tool cannot work without. */
export interface Need {
  /** One of these scopes of a classic or OAuth token. */
  readonly scopes?: readonly string[];
  /** This permission of an App, and how much of it. */
  readonly permission?: readonly [name: string, level: 'read' | 'write'];
}

const repository = ['repo', 'public_repo'];
const discussions: Need = {
  scopes: [...repository, 'write:discussion'],
  permission: ['discussions', 'write'],
};

/** By tool, where it differs from its toolset. The names of scopes and permissions are those of GitHub's reference. */
const byTool: Readonly<Record<string, Need>> = {
  create_repository: { scopes: repository, permission: ['administration', 'write'] },
  fork_repository: { scopes: repository, permission: ['administration', 'write'] },
  delete_repository: { scopes: ['delete_repo'], permission: ['administration', 'write'] },
  list_notifications: { scopes: ['notifications', 'repo'] },
  dismiss_notification: { scopes: ['notifications', 'repo'] },
  write_gist: { scopes: ['gist'], permission: ['gists', 'write'] },
  star_repository: { scopes: repository },
  create_discussion: discussions,
  update_discussion: discussions,
  add_discussion_comment: discussions,
  update_discussion_comment: discussions,
  delete_discussion_comment: discussions,
  list_alerts: { scopes: ['security_events', ...repository] },
  get_alert: { scopes: ['security_events', ...repository] },
};

/** By toolset, of what changes something. */
const writes: Readonly<Record<string, Need>> = {
  repos_write: { scopes: repository, permission: ['contents', 'write'] },
  issues: { scopes: repository, permission: ['issues', 'write'] },
  labels: { scopes: repository, permission: ['issues', 'write'] },
  pull_requests: { scopes: repository, permission: ['pull_requests', 'write'] },
  pull_requests_merge: { scopes: repository, permission: ['contents', 'write'] },
  actions_write: { scopes: repository, permission: ['actions', 'write'] },
  security: { scopes: ['security_events', ...repository] },
  projects: { scopes: ['project'], permission: ['organization_projects', 'write'] },
};

/** By toolset, of what only reads. Public repositories need no scope. */
const reads: Readonly<Record<string, Need>> = {
  issues: { permission: ['issues', 'read'] },
  labels: { permission: ['issues', 'read'] },
  pull_requests: { permission: ['pull_requests', 'read'] },
  actions: { permission: ['actions', 'read'] },
  actions_write: { permission: ['actions', 'read'] },
  projects: { scopes: ['project', 'read:project'], permission: ['organization_projects', 'read'] },
};

/** Searches answer from everywhere, also without a permission on any repository. */
const alwaysOfUse = /^search_/;

interface ToolFacts {
  readonly name: string;
  readonly toolset: string;
  readonly effect: string;
}

export function needOf({ name, toolset, effect }: ToolFacts): Need {
  if (alwaysOfUse.test(name)) return {};
  return byTool[name] ?? (effect === 'read' ? reads : writes)[toolset] ?? {};
}

/** What is known of a credential: scopes or permissions, or neither. */
export interface Rights {
  readonly scopes?: readonly string[] | undefined;
  readonly permissions?: Permissions | undefined;
}

/** Whether a tool can be of use; true where nothing says that it cannot. */
export function suffices({ scopes, permissions }: Rights, need: Need): boolean {
  if (scopes !== undefined && need.scopes !== undefined) {
    return need.scopes.some((scope) => scopes.includes(scope));
  }
  if (permissions !== undefined && need.permission !== undefined) {
    const [name, level] = need.permission;
    const held = permissions[name];
    return held === 'write' || held === 'admin' || (held === 'read' && level === 'read');
  }
  return true;
}
