import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadSettings } from './load.ts';
import { parseSettings } from './parse.ts';
import { serverSpecs } from './server-specs.ts';
import { SettingsError } from './settings-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
const server = {
  name: 'sample',
  config: z.object({
    folders: z
      .array(z.string())
      .default([])
      .meta({ positional: true, check: 'directory', placeholder: 'DIR' }),
    token: z.string().min(8).optional().meta({ secret: true, env: 'SAMPLE_TOKEN' }),
    depth: z.int().min(1).max(9).default(3),
    mode: z.enum(['fast', 'safe']).default('safe'),
    followLinks: z.boolean().default(true),
    skip: z.array(z.string()).default([]),
    even: z
      .int()
      .refine((value) => value % 2 === 0, 'must be even')
      .default(2),
  }),
};
const specs = serverSpecs(server);
const parse = (argv: string[], env: Record<string, string> = {}) => parseSettings(specs, { argv, env });

describe('settings', () => {
  it('take positional arguments, flags in either spelling, negations and repeated lists', () => {
    expect(
      parse([
        folder,
        '--depth',
        '4',
        '--mode=fast',
        '--no-follow-links',
        '--skip',
        'a,b',
        '--skip=c',
        tmpdir(),
      ]),
    ).toEqual({
      folders: [folder, tmpdir()],
      depth: 4,
      mode: 'fast',
      followLinks: false,
      skip: ['a', 'b', 'c'],
    });
  });

  it('take what follows two dashes as positional', () => {
    expect(() => parse(['--', '--depth'])).toThrow('--folders is "--depth", but no such folder exists.');
  });

  it('prefer flags to the environment and the environment to the file', () => {
    const env = { PORTOLAN_SAMPLE_DEPTH: '5', PORTOLAN_PORT: '81', SAMPLE_TOKEN: 'from the upstream name' };
    const values = parseSettings(specs, {
      argv: ['--port', '80'],
      env,
      file: { depth: 6, mode: 'fast', 'follow-links': false },
    });
    expect(values).toEqual({
      port: 80,
      depth: 5,
      token: 'from the upstream name',
      mode: 'fast',
      followLinks: false,
    });
  });

  it.each([
    [['--dept', '4'], 'Unknown flag --dept. Did you mean --depth? --help lists the flags.'],
    [
      ['instal', '--client', 'cursor'],
      'Unknown flag --client. Did you mean install? --help lists the flags.',
    ],
    [['--zzzzzz'], 'Unknown flag --zzzzzz. --help lists the flags.'],
    [['--depth'], '--depth needs a value: --depth VALUE.'],
    [['--depth', '--mode', 'fast'], '--depth needs a value: --depth VALUE.'],
    [['--depth', 'four'], '--depth is "four", but must be a number.'],
    [['--depth', ''], '--depth is "", but must be a number.'],
    [['--depth', '2.5'], '--depth is 2.5, but must be a whole number.'],
    [['--depth', '10'], '--depth is 10, but must be at most 9.'],
    [['--depth', '0'], '--depth is 0, but must be at least 1.'],
    [['--mode', 'slow'], '--mode is "slow", but must be one of fast, safe.'],
    [['--http=maybe'], '--http is "maybe", but must be true or false.'],
    [['--no-depth'], 'Unknown flag --no-depth. Did you mean --depth? --help lists the flags.'],
    [['/no/such/folder'], '--folders is "/no/such/folder", but no such folder exists.'],
    [[import.meta.filename], 'but that is not a folder.'],
    [['docter'], '--folders is "docter", but no such folder exists. Did you mean doctor?'],
    [['--folders', 'docter'], /^--folders is "docter", but no such folder exists\.$/],
  ])('refuse %j by flag, value and rule', (argv, message) => {
    expect(() => parse(argv)).toThrow(SettingsError);
    expect(() => parse(argv)).toThrow(message);
  });

  it.each([
    [
      'docter',
      '"docter" is no command. Did you mean doctor? If it is what --url should be, write --url=docter.',
    ],
    ['help', '"help" is no command. Did you mean --help? If it is what --url should be, write --url=help.'],
  ])('take %s for a slip where a text is expected', (word, message) => {
    const config = z.object({ url: z.string().optional().meta({ positional: true }) });
    const own = serverSpecs({ name: 'sample', config });
    expect(() => parseSettings(own, { argv: [word], env: {} })).toThrow(message);
    for (const argv of [[`--url=${word}`], ['--', word]]) {
      expect(parseSettings(own, { argv, env: {} })).toEqual({ url: word });
    }
  });

  it.each([
    ['docter', 'The argument "docter" is not expected here. Did you mean doctor? --help lists the flags.'],
    ['data', 'The argument "data" is not expected here. --help lists the flags.'],
  ])('take %s for a slip where no argument is expected', (word, message) => {
    const own = serverSpecs({ name: 'sample', config: z.object({}) });
    expect(() => parseSettings(own, { argv: [word], env: {} })).toThrow(message);
  });

  it('name the variable a bad value came from', () => {
    expect(() => parse([], { PORTOLAN_SAMPLE_DEPTH: '99' })).toThrow(
      'PORTOLAN_SAMPLE_DEPTH is 99, but must be at most 9.',
    );
  });

  it('check the rules only the schema knows', async () => {
    const load = loadSettings(server, { argv: ['--even', '3'], env: {} });
    await expect(load).rejects.toThrow('--even is 3: must be even.');
  });

  it('never show a secret', async () => {
    const load = loadSettings(server, { argv: ['--token', 'hunter2'], env: {} });
    await expect(load).rejects.toThrow(/^--token is set to a secret, but must be at least 8 characters\.$/);
    const { secrets } = await loadSettings(server, { argv: [], env: { SAMPLE_TOKEN: 'correct horse' } });
    expect(secrets).toEqual(['correct horse']);
  });

  it('come from a YAML or JSON file', async () => {
    const file = join(folder, 'settings.yaml');
    writeFileSync(file, 'depth: 7\nskip: [a, b]\nread-only: true\n');
    const loaded = await loadSettings(server, { argv: ['--config', file], env: {} });
    expect(loaded.own).toEqual({ depth: 7, skip: ['a', 'b'] });
    expect(loaded.common).toMatchObject({ readOnly: true, port: 3000 });
  });

  it('take paths in a file from the folder of the file, and nothing else', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    mkdirSync(join(home, 'data'));
    const file = join(home, 'settings.yaml');
    const other = 'redis: data\ntools: [data]\n';
    writeFileSync(
      file,
      `folders: [data, .]\npolicy: ./policy.yaml\napi-keys: /etc/keys\naudit: log.jsonl\n${other}`,
    );
    const { common, own } = await loadSettings(server, {
      argv: ['--config', relative(process.cwd(), file)],
      env: {},
    });
    expect(own).toEqual({ folders: [join(home, 'data'), home] });
    expect(common).toMatchObject({
      policy: join(home, 'policy.yaml'),
      apiKeys: '/etc/keys',
      audit: join(home, 'log.jsonl'),
      redis: 'data',
      tools: ['data'],
    });
  });

  it.each([
    ['stderr', 'stderr'],
    ['postgres://a@b/c', 'postgres://a@b/c'],
    ['~/log.jsonl', join(homedir(), 'log.jsonl')],
  ])('take the audit destination %s of a file as %s', async (written, meant) => {
    const file = join(folder, 'audit.yaml');
    writeFileSync(file, `audit: ${written}\n`);
    const { common } = await loadSettings(server, { argv: ['--config', file], env: {} });
    expect(common.audit).toBe(meant);
  });

  it('take paths of flags and the environment from the current folder, beside a file', async () => {
    const file = join(folder, 'beside.yaml');
    writeFileSync(file, 'policy: here.yaml\napi-keys: here.yaml\n');
    const argv = ['--config', file, '--policy', 'there.yaml'];
    const { common } = await loadSettings(server, { argv, env: { PORTOLAN_API_KEYS: 'there.yaml' } });
    expect(common).toMatchObject({ policy: 'there.yaml', apiKeys: 'there.yaml' });
  });

  it.each([
    [
      'a folder that is not beside it',
      'folders: [gone]\n',
      `"folders" in the config file is "${folder}/gone", but no such folder exists.`,
    ],
    [
      'a setting nobody knows',
      'dept: 7\n',
      'Unknown setting "dept" in the config file. Did you mean "depth"?',
    ],
    ['a list', '- a\n', 'bad.yaml: it must hold one YAML or JSON object.'],
    ['broken YAML', 'depth: 7\na: b: c\n', 'bad.yaml: it is not valid YAML or JSON at line 2, column 4.'],
    [
      'a value of the wrong kind',
      'depth: deep\n',
      '"depth" in the config file is "deep", but must be a whole number.',
    ],
    ['a bad boolean', 'read-only: 7\n', '--read-only is 7'],
  ])('refuse a file with %s', async (_what, text, message) => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, text);
    await expect(loadSettings(server, { argv: ['--config', file], env: {} })).rejects.toThrow(message);
  });

  it('refuse a file that is not there', async () => {
    const load = loadSettings(server, { argv: ['--config', '/no/such/file'], env: {} });
    await expect(load).rejects.toThrow('--config /no/such/file: there is no such file.');
  });
});
