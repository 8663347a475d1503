import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HttpServer, nodeCommand, startHttpServer, withArgs } from '@portolan/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { runSuite, type SuiteRun } from './support/run-suite.ts';

const ExpectedFailures = z.array(z.object({ check: z.string(), reason: z.string().min(20) }));

const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
let server: HttpServer;

beforeAll(async () => {
  server = await startHttpServer(withArgs(nodeCommand(bin), '--audit', 'off', '--rate-limit', 'off'));
});
afterAll(() => server[Symbol.asyncDispose]());

/** Checks that may fail, each with the reason, from `expected-failures.yaml`. */
function expectedFailures(revision: string): readonly string[] {
  const file = readFileSync(new URL('expected-failures.yaml', import.meta.url), 'utf8');
  const byRevision = z.record(z.string(), ExpectedFailures).parse(parse(file));
  return (byRevision[revision] ?? []).map(({ check }) => check).toSorted();
}

/** The least number of checks; fewer mean that scenarios did not run. */
const runs: readonly (SuiteRun & { readonly passed: number })[] = [
  { suite: 'conformance-0.1', flags: ['--suite', 'active'], passed: 40 },
  { suite: 'conformance-0.2', flags: ['--requirements', '2025-11-25'], passed: 84 },
  { suite: 'conformance-0.2', flags: ['--requirements', '2026-07-28'], passed: 196 },
];

test.each(runs)('$suite $flags', async ({ passed, ...run }) => {
  const found = await runSuite(run, server.url);
  const revision = run.flags.at(-1) ?? '';
  expect(found.failed.map(({ check, error }) => `${check}: ${error}`).filter(notExpected(revision))).toEqual(
    [],
  );
  expect(found.failed.map(({ check }) => check).toSorted()).toEqual(expectedFailures(revision));
  expect(found.passed).toBeGreaterThanOrEqual(passed);
});

const notExpected = (revision: string) => (line: string) =>
  !expectedFailures(revision).some((check) => line.startsWith(`${check}: `));
