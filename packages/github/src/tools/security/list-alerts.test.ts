import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const secret = 'ghp_0123456789abcdefABCDEF0123456789abcd';

async function connectAlerts() {
  const connected = await connectHarbour();
  connected.harbour.codeAlert({
    rule: 'js/xss\u{200b}',
    path: 'src/a\u{202e}.ts',
    line: 7,
    severity: 'critical',
  });
  connected.harbour.dependencyAlert({ package: 'left-pad' });
  connected.harbour.dependencyAlert({ package: 'right-pad', severity: 'low' });
  connected.harbour.secretAlert({ type: 'github_personal_access_token', secret });
  return connected;
}

it('lists alerts of every kind', async () => {
  const { ok } = await connectAlerts();
  expect(await ok('list_alerts', { ...place, kind: 'code_scanning' })).toMatchInlineSnapshot(`
    {
      "alerts": [
        {
          "created": "2026-01-01T00:00:03Z",
          "line": 7,
          "number": 1,
          "path": "src/a\\u{202e}.ts",
          "ref": "refs/heads/main",
          "rule": "js/xss",
          "severity": "critical",
          "state": "open",
          "title": "js/xss",
          "tool": "CodeQL",
        },
      ],
      "untrusted": [
        "title",
        "rule",
        "path",
      ],
    }
  `);
  expect((await ok('list_alerts', { ...place, kind: 'dependabot' })).alerts).toMatchInlineSnapshot(`
    [
      {
        "advisory": "GHSA-aaaa-bbbb-cccc",
        "created": "2026-01-01T00:00:05Z",
        "cve": "CVE-2026-0001",
        "ecosystem": "npm",
        "number": 2,
        "package": "right-pad",
        "patched": "2.0.0",
        "path": "package-lock.json",
        "severity": "low",
        "state": "open",
        "title": "A flaw in right-pad",
        "vulnerable": "< 2.0.0",
      },
      {
        "advisory": "GHSA-aaaa-bbbb-cccc",
        "created": "2026-01-01T00:00:04Z",
        "cve": "CVE-2026-0001",
        "ecosystem": "npm",
        "number": 1,
        "package": "left-pad",
        "patched": "2.0.0",
        "path": "package-lock.json",
        "severity": "high",
        "state": "open",
        "title": "A flaw in left-pad",
        "vulnerable": "< 2.0.0",
      },
    ]
  `);
  expect((await ok('list_alerts', { ...place, kind: 'secret_scanning' })).alerts).toMatchInlineSnapshot(`
    [
      {
        "created": "2026-01-01T00:00:06Z",
        "number": 1,
        "secretType": "github_personal_access_token",
        "state": "open",
        "title": "github_personal_access_token",
        "validity": "unknown",
      },
    ]
  `);
});

it('never gives the value of a secret, and asks GitHub to hide it', async () => {
  const { client, double } = await connectAlerts();
  for (const name of ['list_alerts', 'get_alert']) {
    const args = { ...place, kind: 'secret_scanning', ...(name === 'get_alert' && { alertNumber: 1 }) };
    const answer = await client.callTool({ name, arguments: args });
    expect(answer.isError).not.toBe(true);
    expect(JSON.stringify(answer)).not.toContain(secret.slice(4, 20));
  }
  const asked = double.requests.filter(({ path }) => /secret-scanning\/alerts(\?|\/1\?)/.test(path));
  expect(asked.map(({ path }) => path)).toEqual([
    expect.stringContaining('hide_secret=true'),
    expect.stringContaining('hide_secret=true'),
  ]);
});

it('goes on with the cursor of GitHub', async () => {
  const { ok } = await connectAlerts();
  const args = { ...place, kind: 'dependabot', perPage: 1 };
  const first = await ok('list_alerts', args);
  const second = await ok('list_alerts', { ...args, after: first.nextCursor });
  const packages = [first.alerts, second.alerts].flat().map((alert) => JSON.stringify(alert));
  expect(packages).toHaveLength(2);
  expect(new Set(packages).size).toBe(2);
  expect(second.nextCursor).toBeUndefined();
});

it('refuses a state or a severity that the kind does not have', async () => {
  const { refused } = await connectAlerts();
  expect(await refused('list_alerts', { ...place, kind: 'secret_scanning', state: 'fixed' })).toMatchObject({
    code: 'invalid_arguments',
    next: 'One of open, resolved.',
  });
  expect(await refused('list_alerts', { ...place, kind: 'secret_scanning', severity: 'low' })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(await refused('list_alerts', { ...place, repo: 'x', kind: 'dependabot' })).toMatchObject({
    code: 'not_found',
  });
});
