import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createTempFolder, errorOf, type TempFolder, type TestClient } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesystemServer } from './support/server.ts';

const SECRET = 'do-not-tell-7f3a';

let folder: TempFolder;
let root = '';
let outside = '';
let client: TestClient;
let before = '';

beforeAll(async () => {
  folder = await createTempFolder();
  root = join(folder.path, 'root');
  outside = join(folder.path, 'outside');
  for (const made of [root, outside, `${root}-twin`, `${root} `, `${root}'`]) {
    mkdirSync(made);
    writeFileSync(join(made, 'secret.txt'), SECRET);
  }
  writeFileSync(join(root, 'secret.txt'), 'mine');
  symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(outside, join(root, 'linked'));
  symlinkSync(join(outside, 'none'), join(root, 'dangling'));
  symlinkSync('loop', join(root, 'loop'));
  linkSync(join(outside, 'secret.txt'), join(root, 'hard.txt'));
  symlinkSync('/proc/self/environ', join(root, 'environ'));
  execFileSync('mkfifo', [join(root, 'fifo')]);
  before = snapshot();
  client = await connect('v2-modern', {
    command: {
      ...filesystemServer('--toolsets', 'all', '--yes', root),
      env: { SECRET_IN_ENVIRONMENT: SECRET },
    },
  });
});

afterAll(async () => {
  await client.close();
  await folder[Symbol.asyncDispose]();
});

/** Everything outside the root, and the names in it: nothing of this may change. */
function snapshot(): string {
  const listed = execFileSync('find', [folder.path, '-printf', '%p %s %l %m\n'], { encoding: 'utf8' });
  const content = readdirSync(outside).map((name) => readFileSync(join(outside, name), 'utf8'));
  return createHash('sha256')
    .update(listed.split('\n').toSorted().join('\n'))
    .update(content.join('\0'))
    .digest('hex');
}

/** The path, and the codes it may be refused with. */
const hostile = (): readonly (readonly [name: string, path: string, codes: readonly string[]])[] => [
  ['absolute outside', join(outside, 'secret.txt'), ['outside_roots']],
  ['/etc/passwd', '/etc/passwd', ['outside_roots']],
  ['dots', '../outside/secret.txt', ['outside_roots']],
  ['dots in the middle', `${root}/x/../../outside/secret.txt`, ['outside_roots']],
  ['percent-encoded', '%2e%2e/outside/secret.txt', ['not_found']],
  ['file URL', `file://${outside}/secret.txt`, ['invalid_arguments']],
  ['NUL', `secret.txt\0.png`, ['invalid_arguments']],
  ['backslash', '..\\outside\\secret.txt', ['not_found']],
  ['Windows path', 'C:\\Windows\\system.ini', ['invalid_arguments']],
  ['home', '~/../etc/passwd', ['outside_roots']],
  ['sibling of the same beginning', `${root}-twin/secret.txt`, ['outside_roots']],
  ['sibling with a space', `${root} /secret.txt`, ['outside_roots']],
  ['sibling with a quote', `${root}'/secret.txt`, ['outside_roots']],
  ['1 MB path', `a/${'b/'.repeat(500_000)}c`, ['invalid_arguments']],
  ['long name', 'n'.repeat(5000), ['invalid_arguments']],
  ['empty', '', ['invalid_arguments']],
  ['link to an outside file', 'link.txt', ['outside_roots']],
  ['through a linked folder', 'linked/secret.txt', ['outside_roots']],
  ['nothing behind a linked folder', 'linked/none.txt', ['outside_roots']],
  ['dangling link outside', 'dangling', ['outside_roots']],
  ['link loop', 'loop', ['not_found', 'unsupported', 'invalid_arguments']],
  ['hard link to the outside', 'hard.txt', ['forbidden']],
  ['FIFO', 'fifo', ['unsupported']],
  ['/proc', '/proc/self/environ', ['outside_roots']],
  ['link to /proc', 'environ', ['outside_roots']],
  ['device', '/dev/zero', ['outside_roots']],
];

const uses: Readonly<Record<string, (path: string) => Readonly<Record<string, unknown>>>> = {
  read_text_file: (path) => ({ path }),
  read_media_file: (path) => ({ path }),
  get_checksum: (path) => ({ path }),
  read_archive: (path) => ({ path }),
  compare_files: (path) => ({ before: path, after: 'secret.txt' }),
};

describe.each(Object.keys(uses))('%s', (tool) => {
  it('reads nothing by a hostile path and says why', async () => {
    for (const [name, path, codes] of hostile()) {
      const answer = await client.callTool(tool, uses[tool]?.(path) ?? {});
      const { code } = errorOf(answer);
      expect(codes, `${tool} of ${name}: ${JSON.stringify(answer).slice(0, 500)}`).toContain(code);
      const shown = JSON.stringify(answer);
      expect(shown).not.toContain(SECRET);
      expect(shown.length).toBeLessThan(4_000);
    }
  });
});

/** For a writer: a path that leads out is refused, whatever is there. */
const leadingOut = () =>
  hostile().filter(([name, , codes]) => codes.includes('outside_roots') && !name.startsWith('/proc'));

const writers: Readonly<Record<string, (path: string) => Readonly<Record<string, unknown>>>> = {
  write_file: (path) => ({ path, content: 'planted' }),
  append_file: (path) => ({ path, content: 'planted' }),
  edit_file: (path) => ({ path, edits: [{ oldText: 'do', newText: 'planted' }] }),
  edit_lines: (path) => ({ path, startLine: 1, endLine: 1, newText: 'planted' }),
  create_directory: (path) => ({ path: `${path}/planted` }),
  copy_file: (path) => ({ source: path, destination: 'stolen.txt' }),
};

describe.each(Object.keys(writers))('%s', (tool) => {
  it('changes nothing by a path that leads out', async () => {
    for (const [name, path] of leadingOut()) {
      const answer = await client.callTool(tool, writers[tool]?.(path) ?? {});
      expect(errorOf(answer).code, `${tool} of ${name}`).toBe('outside_roots');
    }
    expect(snapshot()).toBe(before);
  });
});

describe('writing where something special is', () => {
  it('refuses hard links to the outside, FIFOs and masked names', async () => {
    for (const [path, code] of [
      ['hard.txt', 'forbidden'],
      ['fifo', 'unsupported'],
      ['.env', 'forbidden'],
    ] as const) {
      expect(errorOf(await client.callTool('append_file', { path, content: 'planted' })).code, path).toBe(
        code,
      );
    }
    expect(errorOf(await client.callTool('write_file', { path: 'fifo', content: '' })).code).toBe(
      'unsupported',
    );
    expect(snapshot()).toBe(before);
  });
});

describe('moving and deleting', () => {
  it('move nothing in or out', async () => {
    const out = [
      join(outside, 'planted'),
      '../planted',
      `${root}-twin/planted`,
      `${root} /planted`,
      'linked/planted',
    ];
    for (const destination of out) {
      const answer = await client.callTool('move_file', { source: 'secret.txt', destination });
      expect(errorOf(answer).code, destination).toBe('outside_roots');
    }
    for (const source of [join(outside, 'secret.txt'), `${root} /secret.txt`, 'linked/secret.txt']) {
      const answer = await client.callTool('move_file', { source, destination: 'stolen.txt' });
      expect(errorOf(answer).code, source).toBe('outside_roots');
      expect(errorOf(await client.callTool('delete_file', { path: source })).code).toBe('outside_roots');
    }
    expect(snapshot()).toBe(before);
  });
});

describe('listing and searching', () => {
  it('never start or lead outside', async () => {
    for (const tool of [
      'list_directory',
      'list_directory_with_sizes',
      'directory_tree',
      'find_files',
      'disk_usage',
    ]) {
      for (const path of [outside, '..', 'linked', `${root} `, `${root}'`, `${root}-twin`]) {
        const answer = await client.callTool(tool, { path });
        expect(errorOf(answer).code, `${tool} of ${path}`).toBe('outside_roots');
      }
    }
    const found = await client.callTool('search_content', { path: root, pattern: SECRET });
    expect(found.structuredContent).toMatchObject({ matches: 0 });
    const named = await client.callTool('search_files', { path: root, pattern: '**/secret.txt' });
    expect(named.content[0]?.text).toBe(join(root, 'secret.txt'));
  });

  it('still answers after all of this', async () => {
    const answer = await client.callTool('read_text_file', { path: 'secret.txt' });
    expect(answer.content[0]?.text).toBe('mine');
  });
});
