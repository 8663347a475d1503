import { createBranch } from './create-branch.ts';
import { createOrUpdateFile } from './create-or-update-file.ts';
import { createRelease } from './create-release.ts';
import { createRepository } from './create-repository.ts';
import { deleteBranch } from './delete-branch.ts';
import { deleteFile } from './delete-file.ts';
import { deleteRelease } from './delete-release.ts';
import { deleteRepository } from './delete-repository.ts';
import { editFile } from './edit-file.ts';
import { forkRepository } from './fork-repository.ts';
import { pushFiles } from './push-files.ts';
import { updateRelease } from './update-release.ts';

export const reposWriteTools = [
  editFile,
  pushFiles,
  createOrUpdateFile,
  deleteFile,
  createBranch,
  deleteBranch,
  createRepository,
  forkRepository,
  createRelease,
  updateRelease,
  deleteRelease,
  deleteRepository,
];
