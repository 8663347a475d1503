import type { Toolset } from '@portolan/runtime';

/** The groups of tools that `--toolsets` switches. */
export const toolsets = {
  context: { description: 'Who you are and what you may', default: true },
  repos: { description: 'Repositories, files, code search, commits, branches, tags', default: true },
  issues: { description: 'Issues and their comments', default: true },
  pull_requests: { description: 'Pull requests, diffs, reviews, checks', default: true },
  actions: { description: 'Workflow runs and their logs', default: true },
  repos_more: { description: 'Blame, releases, collaborators, rules', default: false },
  repos_write: { description: 'Change files, branches, releases, repositories', default: false },
  labels: { description: 'Labels and milestones', default: false },
  pull_requests_merge: { description: 'Merge and update pull requests', default: false },
  actions_write: { description: 'Run, rerun and cancel workflows; read artifacts', default: false },
  security: { description: 'Alerts and advisories', default: false },
  social: { description: 'Discussions, notifications, gists, stars, users', default: false },
  projects: { description: 'Projects and their items', default: false },
  raw: { description: 'Any GET on paths the operator allows', default: false },
} satisfies Readonly<Record<string, Toolset>>;
