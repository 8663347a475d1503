import { compareRefs } from './compare-refs.ts';
import { getCommit } from './get-commit.ts';
import { getFileContents } from './get-file-contents.ts';
import { getRepository } from './get-repository.ts';
import { getRepositoryTree } from './get-repository-tree.ts';
import { listBranches } from './list-branches.ts';
import { listCommits } from './list-commits.ts';
import { listTags } from './list-tags.ts';
import { searchCode } from './search-code.ts';
import { searchRepositories } from './search-repositories.ts';

export const reposTools = [
  searchRepositories,
  getRepository,
  getFileContents,
  getRepositoryTree,
  searchCode,
  listCommits,
  getCommit,
  listBranches,
  listTags,
  compareRefs,
];
