import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', alertNumber: 1 };

it('closes an alert of every kind for a reason of its own, and opens it again', async () => {
  const { ok, harbour } = await connectHarbour();
  harbour.codeAlert({ rule: 'js/xss', path: 'src/a.ts' });
  harbour.dependencyAlert({ package: 'left-pad' });
  harbour.secretAlert({ type: 'slack_token', secret: 'xoxb-1' });
  const close = (kind: string, reason: string) =>
    ok('update_alert', { ...which, kind, state: 'closed', reason, comment: 'Looked at.' });
  expect(await close('code_scanning', 'false positive')).toMatchObject({
    alert: { state: 'dismissed', reason: 'false positive', comment: 'Looked at.', by: 'octo' },
  });
  expect(await close('dependabot', 'not_used')).toMatchObject({
    alert: { state: 'dismissed', reason: 'not_used' },
  });
  expect(await close('secret_scanning', 'revoked')).toMatchObject({
    alert: { state: 'resolved', reason: 'revoked' },
  });
  const opened = await ok('update_alert', { ...which, kind: 'secret_scanning', state: 'open' });
  expect(opened).toMatchObject({ alert: { state: 'open' } });
});

it('needs a reason of the kind', async () => {
  const { refused } = await connectHarbour();
  const closed = { ...which, kind: 'dependabot', state: 'closed' };
  expect(await refused('update_alert', { ...closed, reason: 'revoked' })).toMatchObject({
    code: 'invalid_arguments',
    next: 'reason: one of fix_started, inaccurate, no_bandwidth, not_used, tolerable_risk.',
  });
  expect(await refused('update_alert', { ...closed, reason: 'not_used' })).toMatchObject({
    code: 'not_found',
  });
});
