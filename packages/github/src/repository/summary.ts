import { boundText, cleanProse, showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { present } from '../schema/present.ts';

export const RepositorySummary = z.looseObject({ full_name: z.string() });

interface GitHubRepository {
  readonly full_name: string;
  readonly default_branch: string;
  readonly description: string | null;
  readonly visibility?: string;
  readonly private: boolean;
  readonly archived: boolean;
  readonly disabled: boolean;
  readonly fork: boolean;
  readonly language: string | null;
  readonly topics?: string[];
  readonly stargazers_count: number;
  readonly open_issues_count: number;
  readonly pushed_at: string | null;
}

/** What a model needs to know of a repository; flags that are off are left out. */
export function repositorySummary(repository: GitHubRepository) {
  const { full_name, default_branch, visibility, archived, disabled, fork } = repository;
  return {
    full_name,
    default_branch: showHidden(default_branch),
    ...present({
      description: boundText(cleanProse(repository.description ?? ''), 500).text,
      visibility: visibility ?? (repository.private ? 'private' : 'public'),
      archived: archived || undefined,
      disabled: disabled || undefined,
      fork: fork || undefined,
      language: repository.language,
      topics: repository.topics,
      stars: repository.stargazers_count,
      open_issues: repository.open_issues_count,
      pushed_at: repository.pushed_at,
    }),
  };
}
