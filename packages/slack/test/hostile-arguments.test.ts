import { hostileArguments } from '@portolan/testing';
import { expect, it } from 'vitest';
import server from '../src/server.ts';
import { startSlack } from '../src/test-support.ts';

/**
 * Each argument of each tool with each value that nobody means well. An error is never a fault of ours, nothing is
 * asked but methods and the place of files, and nothing is changed in a channel that nobody listed.
 */

/** Of some tools there are thousands; `HOSTILE_ALL=1` tries every one. */
const MOST = process.env.HOSTILE_ALL ? undefined : 60;

/** What makes a good call; what is not here a tool takes or refuses by its own rules. */
const good: Readonly<Record<string, unknown>> = {
  channel: 'C0GENERAL1',
  text: 'Moored.',
  users: ['U0ADA00001'],
  user: 'U0ADA00001',
  query: 'rope',
  name: 'quay',
  topic: 'Cranes',
  filename: 'rope.txt',
  emoji: 'anchor',
  markdown: '# Rope',
  at: '2030-01-01T09:00:00Z',
  id: 'S0PILOTS01',
  channels: ['C0GENERAL1'],
};

const names = server.tools.map(({ name }) => name);

it.each(names)(
  '%s takes no hostile argument for what it is not',
  async (name) => {
    const { double, proxy, connect } = await startSlack();
    const argv = ['--post-channels', 'C0GENERAL1,U0ADA00001', '--read-dms'];
    const { client } = await connect({ argv, confirms: true, user: double.userToken });
    const { tools } = await client.listTools();
    const schema = tools.find((tool) => tool.name === name)?.inputSchema;
    const known = Object.keys(schema?.properties ?? {});
    const ts = double.world.channels.get('C0GENERAL1')?.messages[0]?.ts;
    const args = Object.fromEntries(Object.entries({ ...good, ts }).filter(([key]) => known.includes(key)));
    const others = () =>
      JSON.stringify([...double.world.channels.values()].filter(({ id }) => id === 'C0CREW0003'));
    const before = others();
    const strange: string[] = [];
    for (const { label, args: hostile } of hostileArguments(schema, args, MOST)) {
      const { isError, _meta, content } = await client.callTool({ name, arguments: { ...hostile } });
      if (isError && /"code":"internal"/.test(JSON.stringify(_meta)))
        strange.push(`${label}: ${JSON.stringify(content)}`);
    }
    expect(strange).toEqual([]);
    const asked = proxy.seen.map(({ path }) => path);
    expect(
      asked.filter((path) => !/^\/(api\/[a-zA-Z.]+|files\/[\w-]+\/?[^?]*|upload\/[^?]*)$/.test(path)),
    ).toEqual([]);
    expect(others()).toBe(before);
  },
  120_000,
);
