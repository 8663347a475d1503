import { fileURLToPath } from 'node:url';
import { nodeCommand, startProcess, withArgs } from '@portolan/testing';
import { expect, it } from 'vitest';
import { startDouble } from './test-support.ts';

const bin = nodeCommand(fileURLToPath(new URL('bin.ts', import.meta.url)));

async function doctor(token: string | undefined, url: string) {
  const command = withArgs(bin, 'doctor', '--audit', 'off', '--api-url', url, '--allow-local-host');
  await using process = startProcess({
    ...command,
    ...(token !== undefined && { env: { GITHUB_TOKEN: token } }),
  });
  const { code } = await process.ended;
  return { code, said: process.stdout() };
}

it('says as whom GitHub answers and what is left', async () => {
  const double = await startDouble();
  const { code, said } = await doctor(double.token({ login: 'octo' }), double.url);
  expect(said).toMatch(
    /^ok +github +127\.0\.0\.1:\d+ answers as octo; \d+ of 5000 requests are left this hour\.$/m,
  );
  expect(code).toBe(0);
});

it('says what to mend', async () => {
  const double = await startDouble();
  const none = await doctor(undefined, double.url);
  expect(none.said).toMatch(/^FAIL +github +No credential for GitHub is set\. .*GITHUB_TOKEN/m);
  const wrong = await doctor('ghp_wrong', double.url);
  expect(wrong.said).toMatch(/^FAIL +github +GitHub does not accept the credential\./m);
  expect([none.code, wrong.code]).toEqual([1, 1]);
});
