import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('lists the channels and reads one as text', async () => {
  const { connect } = await startSlack();
  const { client } = await connect();
  const { resources } = await client.listResources();
  expect(resources.map(({ uri, name }) => [uri, name])).toEqual([
    ['slack://main/C0GENERAL1', '#general'],
    ['slack://main/C0CREW0003', '#crew'],
    ['slack://main/C0SHARED06', '#with-acme'],
  ]);
  const { contents } = await client.readResource({ uri: 'slack://main/C0GENERAL1' });
  expect(contents).toMatchInlineSnapshot(`
    [
      {
        "mimeType": "text/plain",
        "text": "#general
    [2026-01-01T00:01:00Z] ada: High water at *06:12*, see the table (https://tides.example/today). @ben takes the <Aurora>. (2 replies)
    [2026-01-01T00:04:00Z] ben: The figures
    [2026-01-01T00:05:00Z] portolan: Fog in #random, @S0PILOTS01 beware",
        "uri": "slack://main/C0GENERAL1",
      },
    ]
  `);
});

it('completes workspace and channel', async () => {
  const { connect } = await startSlack();
  const { client } = await connect();
  const ref = { type: 'ref/resource', uri: 'slack://{workspace}/{channel}' } as const;
  const complete = async (name: string, value: string) =>
    (await client.complete({ ref, argument: { name, value }, context: { arguments: { workspace: 'main' } } }))
      .completion.values;
  expect(await complete('workspace', 'm')).toEqual(['main']);
  expect(await complete('channel', 'gen')).toEqual(['C0GENERAL1']);
});

it('reads nothing that may not be read, and counts as read what is private', async () => {
  const { connect } = await startSlack();
  const { client, refused } = await connect({ argv: ['--post-channels', 'C0GENERAL1'] });
  await expect(client.readResource({ uri: 'slack://main/D0BENBOT07' })).rejects.toThrow('--read-dms');
  await client.readResource({ uri: 'slack://main/C0CREW0003' });
  expect(await refused('post_message', { channel: 'C0GENERAL1', text: 'x' })).toMatchObject({
    code: 'confirmation_unavailable',
  });
});
