import { defineServer } from '@portolan/runtime';
import packageJson from '../package.json' with { type: 'json' };
import { check } from './check.ts';
import { config } from './config.ts';
import { reviewChanges } from './prompts/review-changes.ts';
import { summarizeDirectory } from './prompts/summarize-directory.ts';
import { file } from './resources/file.ts';
import { createServices } from './services.ts';
import { appendFile } from './tools/append-file.ts';
import { applyPatch } from './tools/apply-patch.ts';
import { compareFiles } from './tools/compare-files.ts';
import { copyFile } from './tools/copy-file.ts';
import { createDirectory } from './tools/create-directory.ts';
import { deleteDirectory } from './tools/delete-directory.ts';
import { deleteFile } from './tools/delete-file.ts';
import { directoryTree } from './tools/directory-tree.ts';
import { diskUsage } from './tools/disk-usage.ts';
import { editFile } from './tools/edit-file.ts';
import { editLines } from './tools/edit-lines.ts';
import { findFiles } from './tools/find-files.ts';
import { getChecksum } from './tools/get-checksum.ts';
import { getFileInfo } from './tools/get-file-info.ts';
import { listAllowedDirectories } from './tools/list-allowed-directories.ts';
import { listDirectory } from './tools/list-directory.ts';
import { listDirectoryWithSizes } from './tools/list-directory-with-sizes.ts';
import { moveFile } from './tools/move-file.ts';
import { readArchive } from './tools/read-archive.ts';
import { readBatch } from './tools/read-batch.ts';
import { readFile } from './tools/read-file.ts';
import { readMediaFile } from './tools/read-media-file.ts';
import { readMultipleFiles } from './tools/read-multiple-files.ts';
import { readTextFile } from './tools/read-text-file.ts';
import { restoreFile } from './tools/restore-file.ts';
import { searchContent } from './tools/search-content.ts';
import { searchFiles } from './tools/search-files.ts';
import { writeFile } from './tools/write-file.ts';

/** Files and folders over MCP: a drop-in for the official filesystem server. */
export default defineServer({
  name: 'filesystem',
  title: 'Filesystem',
  version: packageJson.version,
  description:
    'Files and folders, inside the folders you name: read, search, edit, safely and within bounds.',
  instructions:
    'Paths are absolute, or relative to an allowed folder. Pass the hash that a read answers as ifMatch when you write, so that nobody’s change is lost.',
  toolsets: {
    files: { description: 'Read, write, edit, list and move files', default: true },
    search: { description: 'Find files by name, properties or content', default: true },
    edit: { description: 'More ways to change: lines, appending, copying, patches', default: false },
    delete: { description: 'Delete files and folders, and bring them back', default: false },
    inspect: {
      description: 'Checksums, comparison, disk usage, archives, many reads at once',
      default: false,
    },
  },
  config,
  connect: ({ config: { maxFileBytes, allowSecrets, ...options }, ownFiles }) =>
    createServices({ ...options, ownFiles, maxMediaBytes: maxFileBytes, defaultDeny: !allowSecrets }),
  check,
  tools: [
    readFile,
    readTextFile,
    readMediaFile,
    readMultipleFiles,
    writeFile,
    editFile,
    createDirectory,
    listDirectory,
    listDirectoryWithSizes,
    directoryTree,
    moveFile,
    searchFiles,
    getFileInfo,
    listAllowedDirectories,
    searchContent,
    findFiles,
    editLines,
    appendFile,
    copyFile,
    applyPatch,
    deleteFile,
    deleteDirectory,
    restoreFile,
    getChecksum,
    compareFiles,
    diskUsage,
    readArchive,
    readBatch,
  ],
  resources: [file],
  prompts: [summarizeDirectory, reviewChanges],
});
