import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', alertNumber: 1 };

it('gives an alert whole', async () => {
  const { ok, harbour } = await connectHarbour();
  harbour.codeAlert({ rule: 'js/xss', path: 'src/a.ts', line: 7 });
  harbour.dependencyAlert({ package: 'left-pad' });
  harbour.secretAlert({ type: 'slack_token', secret: 'xoxb-1', path: 'config.env', line: 3 });
  expect(await ok('get_alert', { ...which, kind: 'secret_scanning' })).toMatchInlineSnapshot(`
    {
      "alert": {
        "created": "2026-01-01T00:00:05Z",
        "locations": [
          {
            "line": 3,
            "path": "config.env",
            "sha": "abdb2b2c43578869a11a0f0b102cb9ad4fa1b556",
            "type": "commit",
          },
        ],
        "number": 1,
        "secretType": "slack_token",
        "state": "open",
        "title": "slack_token",
        "validity": "unknown",
      },
      "untrusted": [
        "title",
        "path",
        "locations",
      ],
    }
  `);
  expect(await ok('get_alert', { ...which, kind: 'code_scanning' })).toMatchObject({
    alert: { rule: 'js/xss', path: 'src/a.ts', line: 7 },
  });
  expect(await ok('get_alert', { ...which, kind: 'dependabot' })).toMatchObject({
    alert: { package: 'left-pad', patched: '2.0.0', description: expect.any(String) },
  });
});

it('says that there is none', async () => {
  const { refused } = await connectHarbour();
  for (const kind of ['code_scanning', 'dependabot', 'secret_scanning']) {
    expect(await refused('get_alert', { ...which, kind })).toMatchObject({ code: 'not_found' });
  }
});
