import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '@portolan/runtime';
import { describeServerContract } from '@portolan/testing';
import { afterAll } from 'vitest';
import { processesIn, runPlainGit } from '../src/test-support.ts';
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
const slow = repository('slow');
execFileSync('mkfifo', [join(slow, '.gitignore')]);
const brief = repository('brief');
const pipe = join(brief, '.gitignore');
execFileSync('mkfifo', [pipe]);
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

/** Whether a git works in a folder to say its status. */
const asksIn = (place: string) => () => processesIn(place, 'status').length > 0;

const tests = new AbortController();
afterAll(() => tests.abort());

/** And here, until a second after it was seen. */
const asksBriefly = () => {
  const asks = asksIn(brief)();
  if (asks) void letGo();
  return asks;
};

async function letGo(): Promise<void> {
  await sleep(1_000);
  for (; !tests.signal.aborted; await sleep(50)) {
    try {
      return closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
    } catch (error) {
      // Git has not come to it yet.
      if (errorCode(error) !== 'ENXIO') throw error;
    }
  }
}

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
  sampleSlow: { tool: 'status', args: { repo_path: slow }, underWay: asksIn(slow) },
  sampleBrief: { tool: 'status', args: { repo_path: brief }, underWay: asksBriefly },
  sampleBig: { tool: 'log', args: { repo_path } },
});
