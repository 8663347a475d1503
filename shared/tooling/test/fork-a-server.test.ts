import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkRules } from '../src/rules/check-rules.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const Manifest = z.looseObject({
  scripts: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** The files a guide shows: a line with the path in backticks and a colon, then the block. */
async function filesOf(guide: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(root, 'docs/guides', guide), 'utf8');
  const found = text.matchAll(/^`([^`]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm);
  return new Map([...found].map(([, path = '', content = '']) => [path, content]));
}

/** What `pnpm install` would do: the workspace's packages and what others here have installed, linked. */
async function link(name: string, version: string, folder: string): Promise<void> {
  const target = version.startsWith('workspace:')
    ? join(root, 'shared', name.replace('@portolan/', ''))
    : join(root, 'packages/filesystem/node_modules', name);
  const place = join(folder, 'node_modules', name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(target, place);
}

describe('the server of the guide', () => {
  let repository = '';
  let folder = '';
  let files: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    files = await filesOf('fork-a-server.md');
    repository = await mkdtemp(join(tmpdir(), 'fork-'));
    folder = join(repository, 'packages/clock');
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const { devDependencies } = Manifest.parse(JSON.parse(files.get('package.json') ?? ''));
    for (const [name, version] of Object.entries(devDependencies)) await link(name, version, folder);
    await cp(join(root, 'tsconfig.base.json'), join(repository, 'tsconfig.base.json'));
    await symlink(join(root, 'shared'), join(repository, 'shared'));
    await symlink(join(root, 'node_modules'), join(repository, 'node_modules'));
  });
  afterAll(() => rm(repository, { recursive: true }));

  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  const script = async (name: string) => {
    const { scripts } = Manifest.parse(JSON.parse(files.get('package.json') ?? ''));
    return run('sh', ['-c', scripts[name] ?? 'false'], { cwd: folder, env });
  };
  const command = (...words: readonly string[]) =>
    run(process.execPath, [join(folder, 'dist/bin.js'), ...words], { cwd: folder, env });

  it('is six files', () => {
    expect([...files.keys()].toSorted()).toEqual([
      'package.json',
      'src/bin.ts',
      'src/server.ts',
      'src/tools/get-time.test.ts',
      'src/tools/get-time.ts',
      'tsconfig.json',
    ]);
  });

  it('breaks no rule, has sound types and is formatted as everything here', async () => {
    expect(await checkRules(repository)).toEqual([]);
    await script('typecheck');
    await run('biome', ['check', `--config-path=${root}`, '--vcs-enabled=false', '.'], { cwd: folder, env });
  });

  it('passes its own test', async () => {
    expect((await script('test')).stdout).toMatch(/2 passed/);
  });

  it('builds, and serves its tool over stdio', async () => {
    await script('build');
    const running = command('--audit', 'off', '--zone', 'Asia/Tokyo');
    const messages = [
      {
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'test', version: '1' },
        },
      },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/list' },
      { id: 3, method: 'tools/call', params: { name: 'get_time', arguments: {} } },
    ];
    running.child.stdin?.end(
      messages.map((one) => `${JSON.stringify({ jsonrpc: '2.0', ...one })}\n`).join(''),
    );
    const { stdout } = await running;
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toMatchObject([
      { id: 1, result: { serverInfo: { name: 'portolan-clock', version: '0.0.0' } } },
      { id: 2, result: { tools: [{ name: 'get_time', annotations: { readOnlyHint: true } }] } },
      {
        id: 3,
        result: { structuredContent: { zone: 'Asia/Tokyo', time: expect.stringMatching(/^\d{4}-/) } },
      },
    ]);
  });

  it('has every command', async () => {
    expect((await command('--help')).stdout).toContain('--zone TEXT');
    expect((await command('doctor', '--audit', 'off')).stdout).toMatch(/^ok +settings/m);
    expect((await command('tools')).stdout).toMatch(/^get_time +read +time +Get the time/);
    const installed = await command('install', '--client', 'claude-code', '--dry-run', '--zone', 'UTC');
    expect(installed.stdout).toContain(join('packages', 'clock', 'dist', 'bin.js'));
  });
});
