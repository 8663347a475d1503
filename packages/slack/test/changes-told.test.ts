import { describe, expect, it } from 'vitest';
import { startSlack } from '../src/test-support.ts';

/** Some tools change several things, each by a method of its own. None of it is ever half done in silence. */

const argv = ['--post-channels', 'C0GENERAL1'];
const refusalOf = (method: string) =>
  ({
    kind: 'status',
    status: 200,
    path: `/api/${method}`,
    body: JSON.stringify({ ok: false, error: 'restricted_action' }),
  }) as const;

describe.each([
  {
    tool: 'update_channel',
    given: { channel: 'C0GENERAL1', name: 'all', topic: 'T', purpose: 'P' },
    steps: [
      ['conversations.rename', ['name']],
      ['conversations.setTopic', ['topic']],
      ['conversations.setPurpose', ['purpose']],
    ],
  },
  {
    tool: 'update_usergroup',
    given: { id: 'S0PILOTS01', name: 'Crew', description: 'D', members: ['U0ADA00001'], enabled: false },
    steps: [
      ['usergroups.update', ['name', 'description']],
      ['usergroups.users.update', ['members']],
      ['usergroups.disable', ['enabled']],
    ],
  },
] as const)('$tool', ({ tool, given, steps }) => {
  it.each([0, 1, 2])('says what stays where change %i is refused', async (failing) => {
    const { proxy, connect } = await startSlack();
    const { refused, ok } = await connect({ argv, confirms: true });
    const names = (from: number, to?: number) => steps.slice(from, to).flatMap((step) => step[1]);
    proxy.script(...steps.slice(failing, failing + 1).map(([method]) => refusalOf(method)));
    expect((await refused(tool, given)).data).toMatchObject({
      slackError: 'restricted_action',
      changes: { made: names(0, failing), failed: names(failing, failing + 1), notTried: names(failing + 1) },
    });
    const tried = proxy.seen.filter(({ path }) => steps.some(([method]) => path === `/api/${method}`));
    expect(tried).toHaveLength(failing + 1);
    const made = new Set<string>(names(0, failing));
    await ok(tool, Object.fromEntries(Object.entries(given).filter(([name]) => !made.has(name))));
  });

  it('says that it is unknown what became of the one whose answer was lost', async () => {
    const { proxy, connect } = await startSlack();
    const { refused } = await connect({ argv, confirms: true });
    proxy.script({ kind: 'reset', when: 'after', path: `/api/${steps[1][0]}` });
    const { data, message } = await refused(tool, given);
    expect(data).toMatchObject({
      outcome: 'unknown',
      changes: { made: steps[0][1], failed: steps[1][1], notTried: steps[2][1] },
    });
    expect(message).toContain(`Made and kept: ${steps[0][1].join(', ')}.`);
  });
});

it('create_channel names the channel that it made before its time was over', async () => {
  const { proxy, connect } = await startSlack();
  const { refused } = await connect({ argv: [...argv, '--timeout-ms', '6000'] });
  proxy.script({ kind: 'hang', path: '/api/conversations.setTopic' });
  const { code, data } = await refused('create_channel', { name: 'quay', topic: 'Cranes' });
  expect([code, data]).toEqual([
    'timeout',
    { changes: { made: [expect.stringMatching(/^channel C/)], failed: [], notTried: [] } },
  ]);
});

it('update_message changes nothing where it could not say what it changed', async () => {
  const { double, proxy, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const { ts } = await ok('post_message', { channel: 'C0GENERAL1', text: 'Moored.' });
  const fresh = await connect({ argv });
  proxy.script({ kind: 'status', status: 403, path: '/api/auth.test', times: 3 });
  await fresh.refused('update_message', { channel: 'C0GENERAL1', ts, text: 'Sunk.' });
  expect(double.answers.map(({ method }) => method)).not.toContain('chat.update');
});
