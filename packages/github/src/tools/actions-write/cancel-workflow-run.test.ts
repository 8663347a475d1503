import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', run_id: 7 };

it('cancels, also by force, and is sent again where the answer is lost', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(
    { kind: 'reset', when: 'before', method: 'POST' },
    { kind: 'status', status: 202, method: 'POST', times: 2 },
  );
  expect(await ok('cancel_workflow_run', which)).toEqual({ run_id: 7, accepted: true });
  await ok('cancel_workflow_run', { ...which, force: true });
  expect(proxy.seen.map(({ path }) => path.split('/').at(-1))).toEqual(['cancel', 'cancel', 'force-cancel']);
});

it('says that it is done already', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script({ kind: 'status', status: 409, method: 'POST' });
  expect(await refused('cancel_workflow_run', which)).toMatchObject({ code: 'conflict' });
});
