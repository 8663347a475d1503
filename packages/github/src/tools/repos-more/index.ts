import { getFileBlame } from './get-file-blame.ts';
import { getLatestRelease } from './get-latest-release.ts';
import { getReleaseByTag } from './get-release-by-tag.ts';
import { getRules } from './get-rules.ts';
import { listReleases } from './list-releases.ts';
import { listRepositoryCollaborators } from './list-repository-collaborators.ts';

export const reposMoreTools = [
  getFileBlame,
  listReleases,
  getLatestRelease,
  getReleaseByTag,
  listRepositoryCollaborators,
  getRules,
];
