import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', issue_number: 1 };

it('changes what is given and nothing else', async () => {
  const { ok, harbour } = await connectBehindProxy();
  harbour.issue({ title: 'One', body: 'kept', labels: ['bug'] });
  harbour.label('rope');
  const changes = { title: 'Two', state: 'closed', state_reason: 'not_planned', labels: ['rope'] };
  expect(await ok('update_issue', { ...which, ...changes })).toMatchInlineSnapshot(`
    {
      "number": 1,
      "state": "closed: not_planned",
      "updated": "2026-01-01T00:00:10Z",
    }
  `);
  expect(harbour.repo.issues.get(1)).toMatchObject({ title: 'Two', body: 'kept' });
});

it('is sent again where the answer is lost, because twice is the same as once', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy();
  harbour.issue({ title: 'One' });
  proxy.script({ kind: 'reset', when: 'after', method: 'PATCH' });
  expect(await ok('update_issue', { ...which, title: 'Two' })).toMatchObject({ number: 1 });
  expect(proxy.seen).toHaveLength(2);
});

it('says that the issue is not there', async () => {
  const { refused } = await connectBehindProxy();
  expect(await refused('update_issue', { ...which, title: 'x' })).toMatchObject({ code: 'not_found' });
});
