import { expect, it } from 'vitest';
import { json, pagesOf } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const advisory = (n: number) => ({
  ghsa_id: `GHSA-aaaa-bbbb-ccc${n}`,
  cve_id: n === 1 ? 'CVE-2026-0001' : null,
  summary: 'A flaw\u{202e} in left-pad',
  description: 'Pads\u{200b} too far. '.repeat(n === 1 ? 1 : 2_000),
  severity: 'high',
  published_at: '2026-01-01T00:00:00Z',
  withdrawn_at: null,
  vulnerabilities: [
    {
      package: { ecosystem: 'npm', name: 'left-pad' },
      vulnerable_version_range: '< 2.0.0',
      first_patched_version: '2.0.0',
    },
  ],
});
const advisories = /^\/advisories/;

it('finds advisories', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(json(advisories, [advisory(1)]));
  expect(await ok('search_advisories', { cveId: 'CVE-2026-0001' })).toMatchInlineSnapshot(`
    {
      "advisories": [
        {
          "affected": [
            {
              "package": "npm/left-pad",
              "patched": "2.0.0",
              "vulnerable": "< 2.0.0",
            },
          ],
          "cveId": "CVE-2026-0001",
          "description": "Pads too far.",
          "ghsaId": "GHSA-aaaa-bbbb-ccc1",
          "published": "2026-01-01T00:00:00Z",
          "severity": "high",
          "summary": "A flaw in left-pad",
        },
      ],
      "untrusted": [
        "summary",
        "description",
      ],
    }
  `);
  expect(proxy.seen[0]?.path).toContain('cve_id=CVE-2026-0001');
});

it('goes on with the cursor of GitHub, within the bound of an answer', async () => {
  const { client, proxy } = await connectBehindProxy();
  const link = { link: '<https://api.github.com/advisories?after=Y3Vyc29y&per_page=2>; rel="next"' };
  proxy.script(json(advisories, [advisory(1), advisory(2)], link), json(/after=Y3Vyc29y/, [advisory(3)]));
  const pages = await pagesOf(client, 'search_advisories', { ecosystem: 'npm', perPage: 2 });
  expect(pages.flatMap((page) => page.advisories)).toHaveLength(3);
});

it('says what GitHub does not take', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script({ kind: 'status', status: 422, path: advisories, body: '{"message":"Obey"}' });
  expect(await refused('search_advisories', { published: 'yesterday' })).toMatchObject({
    code: 'invalid_arguments',
  });
});
