import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeServerContract } from '@portolan/testing';
import { isOpen } from '@portolan/testing/machine';
import { afterAll } from 'vitest';
import { plainServer } from './support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Sparse files without a line end: looking for a line in them takes long and needs no disk. */
const sparse = (name: string, bytes: number) => {
  const path = join(folder, name);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  const args = { path: name, offset: 1_000_000, encoding: 'latin1' };
  return { tool: 'read_text_file', args, underWay: () => isOpen(path) };
};

writeFileSync(join(folder, 'hello.txt'), 'hello\n');
writeFileSync(join(folder, 'big.txt'), 'x'.repeat(5_000));

describeServerContract({
  name: 'filesystem',
  bin: plainServer,
  args: () => [folder],
  expectedTools: [
    'read_file',
    'read_text_file',
    'read_media_file',
    'read_multiple_files',
    'write_file',
    'edit_file',
    'create_directory',
    'list_directory',
    'list_directory_with_sizes',
    'directory_tree',
    'move_file',
    'search_files',
    'get_file_info',
    'list_allowed_directories',
    'search_content',
    'find_files',
  ],
  readTools: [
    'read_file',
    'read_text_file',
    'read_media_file',
    'read_multiple_files',
    'list_directory',
    'list_directory_with_sizes',
    'directory_tree',
    'search_files',
    'get_file_info',
    'list_allowed_directories',
    'search_content',
    'find_files',
  ],
  documents: {
    'file:///{+path}': ['read_text_file', 'read_media_file', 'list_directory'],
    summarize_directory: ['directory_tree'],
    review_changes: ['find_files'],
  },
  sampleRead: { tool: 'read_text_file', args: { path: 'hello.txt' } },
  badArgument: { tool: 'read_text_file', args: { path: 7 }, argument: 'path' },
  sampleWrite: { tool: 'write_file', args: { path: 'new.txt', content: 'text' } },
  sampleSlow: sparse('slow', 2 ** 40),
  sampleBrief: sparse('brief', 2 ** 31),
  sampleBig: { tool: 'read_text_file', args: { path: 'big.txt' } },
});
