import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSafety } from '@portolan/testing';
import { afterAll, describe } from 'vitest';
import { runPlainGit } from '../src/test-support.ts';
import { gitServer } from './support/server.ts';

const repo_path = mkdtempSync(join(tmpdir(), 'portolan-git-writes-'));
afterAll(() => rmSync(repo_path, { recursive: true }));
runPlainGit(repo_path, ['init', '-q', '-b', 'main']);
writeFileSync(join(repo_path, 'a.txt'), 'a\n');

/** The default tools only read; what writing ones are held to is tested with some of both. */
describe('git, with tools that write', () =>
  describeSafety({
    name: 'git',
    bin: gitServer,
    args: () => ['--toolsets', 'read,write', '--tools', 'add,list_branches,status', repo_path],
    expectedTools: ['status', 'list_branches', 'add'],
    readTools: ['status', 'list_branches'],
    documents: {},
    sampleRead: { tool: 'status', args: { repo_path } },
    badArgument: { tool: 'status', args: { repo_path: 7 }, argument: 'repo_path' },
    sampleWrite: { tool: 'add', args: { repo_path, files: ['a.txt'] } },
  }));
