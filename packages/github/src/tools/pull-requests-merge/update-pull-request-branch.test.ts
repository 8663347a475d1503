import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };

it('merges the base into the branch', async () => {
  const { ok, harbour } = await connectBehindProxy();
  harbour.pull({ title: 'Mend', head: 'mend', commits: [{ message: 'Mend', files: { a: 'a' } }] });
  harbour.push('main', [{ message: 'Other', files: { b: 'b' } }]);
  const previousHeadSha = harbour.sha('mend');
  expect(await ok('update_pull_request_branch', which)).toEqual({ accepted: true, previousHeadSha });
  expect(harbour.sha('mend')).not.toBe(previousHeadSha);
});

it('refuses another head than expected, and says when the outcome is unknown', async () => {
  const { refused, harbour, proxy } = await connectBehindProxy();
  harbour.pull({ title: 'Mend', head: 'mend', commits: [{ message: 'Mend', files: { a: 'a' } }] });
  harbour.push('main', [{ message: 'Other', files: { b: 'b' } }]);
  const wrong = { ...which, expectedHeadSha: 'a'.repeat(40) };
  expect((await refused('update_pull_request_branch', wrong)).code).toMatch(/invalid_arguments|conflict/);
  proxy.script({ kind: 'reset', when: 'after', method: 'PUT' });
  expect(await refused('update_pull_request_branch', which)).toMatchObject({ data: { outcome: 'unknown' } });
});
