import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { runToEnd } from '../process/start-process.ts';
import { createFixture } from './fixture.ts';
import type { ServerContract } from './server-contract.ts';

const Listing = z.object({ tools: z.array(z.looseObject({ name: z.string() })) });

/** Settings mistakes that every server has in common: the words, and what the message must name. */
const mistakes: readonly { readonly words: readonly string[]; readonly names: readonly string[] }[] = [
  { words: ['--surely-unknown'], names: ['--surely-unknown'] },
  { words: ['--read-onyl'], names: ['--read-onyl', '--read-only'] },
  { words: ['--port', 'abc'], names: ['--port', '"abc"', 'number'] },
  { words: ['--port', '70000'], names: ['--port', '70000', '65535'] },
  { words: ['--log-level', 'loud'], names: ['--log-level', '"loud"', 'debug, info, warning, error'] },
  { words: ['--rate-limit', 'many'], names: ['--rate-limit', '"many"', '60/min'] },
  { words: ['--toolsets', 'surely_unknown'], names: ['--toolsets', 'surely_unknown'] },
  { words: ['--timeout-ms', '0'], names: ['--timeout-ms', '0', 'at least 1'] },
  { words: ['--http', '--host', '0.0.0.0'], names: ['--host', '0.0.0.0', '--api-keys'] },
  { words: ['--http', '--auth-issuer', 'https://example.com'], names: ['--auth-issuer', '--auth-audience'] },
  { words: ['--policy', '/surely/not/there.yaml'], names: ['--policy', '/surely/not/there.yaml'] },
  { words: ['--config', '/surely/not/there.yaml'], names: ['--config', '/surely/not/there.yaml'] },
  { words: ['--http', '--api-keys', '/surely/not/there'], names: ['--api-keys', '/surely/not/there'] },
  { words: ['--redis', 'http://localhost'], names: ['--redis', 'redis://'] },
];

/** Flags and sub-commands. */
export function describeCommandLine(contract: ServerContract): void {
  const run = (...words: readonly string[]) => runWords(contract, words);

  test.concurrent.each(mistakes)('$words exits with 2 and says why', async ({ words, names }) => {
    await using fixture = await createFixture(contract);
    const ended = await runToEnd(fixture.command(...words));
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    for (const name of names) expect(ended.stderr).toContain(name);
    expect(ended.stderr).not.toContain('    at ');
  });

  test('--help lists every flag on standard output', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const flag of ['--http', '--read-only', '--policy', '--audit', '--rate-limit', 'doctor']) {
      expect(stdout).toContain(flag);
    }
  });

  test('--version prints the version', async () => {
    expect(await run('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/),
    });
  });

  test('tools prints what tools/list answers', async () => {
    const { code, stdout } = await run('tools', '--json', ...(contract.args?.() ?? []));
    expect(code).toBe(0);
    expect(Listing.parse(JSON.parse(stdout)).tools.map(({ name }) => name)).toEqual(contract.expectedTools);
    const table = await run('tools', ...(contract.args?.() ?? []));
    for (const name of contract.expectedTools) expect(table.stdout).toContain(name);
  });

  testDoctor(contract);
}

async function runWords(contract: ServerContract, words: readonly string[]) {
  await using fixture = await createFixture(contract);
  return await runToEnd(fixture.words(...words));
}

function testDoctor(contract: ServerContract): void {
  test('doctor finds nothing wrong', async () => {
    const ended = await runWords(contract, ['doctor', ...(contract.args?.() ?? [])]);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('ok') });
    expect(ended.stdout).not.toContain('FAIL');
  });

  test('doctor finds an audit log that cannot be written', async () => {
    await using fixture = await createFixture(contract);
    const file = join(fixture.folder, 'file');
    await writeFile(file, '');
    const words = ['doctor', ...(contract.args?.() ?? []), '--audit', join(file, 'audit.jsonl')];
    const ended = await runToEnd(fixture.words(...words));
    expect(ended).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAIL +audit /m) });
  });
}
