import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createTempFolder, runToEnd } from '@portolan/testing';
import * as z from 'zod';

const Check = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
  errorMessage: z.string().optional(),
});

export interface SuiteRun {
  /** Which version of the suite, by its folder under `node_modules`. */
  readonly suite: 'conformance-0.1' | 'conformance-0.2';
  readonly flags: readonly string[];
}

export interface SuiteResult {
  readonly passed: number;
  /** Failed checks and warnings, as `scenario/check`. */
  readonly failed: readonly { readonly check: string; readonly error: string }[];
}

/** Runs the official suite against a server and reads what it found. */
export async function runSuite({ suite, flags }: SuiteRun, url: string): Promise<SuiteResult> {
  await using folder = await createTempFolder();
  const script = fileURLToPath(new URL(`../../node_modules/${suite}/dist/index.js`, import.meta.url));
  const ended = await runToEnd({
    command: process.execPath,
    args: [script, 'server', '--url', url, ...flags, '-o', folder.path],
    cwd: folder.path,
  });
  let passed = 0;
  const failed: { check: string; error: string }[] = [];
  for await (const file of glob(`${folder.path}/**/checks.json`)) {
    const scenario = /server-(.+?)-\d{4}-\d\d-\d\dT/.exec(file)?.[1] ?? file;
    for (const check of z.array(Check).parse(JSON.parse(await readFile(file, 'utf8')))) {
      if (check.status === 'SUCCESS') passed += 1;
      if (check.status !== 'FAILURE' && check.status !== 'WARNING') continue;
      failed.push({ check: `${scenario}/${check.name}`, error: check.errorMessage ?? '' });
    }
  }
  if (passed === 0) throw new Error(`The suite did not run: ${ended.stderr.slice(-2_000)}`);
  return { passed, failed };
}
