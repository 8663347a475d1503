import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeServerContract } from '@portolan/testing';
import { afterAll } from 'vitest';
import { runPlainGit } from '../src/test-support.ts';
import { gitServer } from './support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-git-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

const repository = (name: string) => {
  const path = join(folder, name);
  runPlainGit(folder, ['init', '-q', '-b', 'main', path]);
  for (let index = 0; index < 20; index += 1) {
    runPlainGit(path, ['commit', '-q', '--allow-empty', '-m', `change ${index}`]);
  }
  return path;
};

const repo_path = repository('plain');
// Git waits for a writer of this pipe until it is stopped.
execFileSync('mkfifo', [join(repository('slow'), '.gitignore')]);
const brief = repository('brief');
execFileSync('mkfifo', [join(brief, '.gitignore')]);
// And here, for a second each time.
const writer = spawn('sh', ['-c', 'while :; do sleep 1 >"$0" || exit; done', join(brief, '.gitignore')], {
  stdio: 'ignore',
  detached: true,
});
afterAll(() => void process.kill(-(writer.pid ?? 0), 'SIGKILL'));

const reads = [
  'status',
  'diff',
  'log',
  'show',
  'blame',
  'list_branches',
  'list_files',
  'read_file',
  'search',
  'compare',
];

describeServerContract({
  name: 'git',
  bin: gitServer,
  args: () => [folder],
  expectedTools: reads,
  readTools: reads,
  documents: {
    'git://{repo}/status': ['status'],
    'git://{repo}/{ref}/{+path}': ['read_file', 'list_files'],
    write_commit_message: ['diff', 'log'],
    review_diff: ['diff'],
    explain_history: ['log'],
    release_notes: ['log'],
  },
  sampleRead: { tool: 'log', args: { repo_path, max_count: 2 } },
  badArgument: { tool: 'log', args: { repo_path, max_count: 'x' }, argument: 'max_count' },
  sampleSlow: { tool: 'status', args: { repo_path: join(folder, 'slow') } },
  sampleBrief: { tool: 'status', args: { repo_path: brief } },
  sampleBig: { tool: 'log', args: { repo_path } },
});
