import { defineServer } from '@portolan/runtime';
import { expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { config } from '../src/config.ts';
import { createServices } from '../src/services.ts';
import { startSlack } from '../src/test-support.ts';
import { defineSlackTool } from '../src/tools/define-slack-tool.ts';

const broken = JSON.parse('{"part":{}}');

/** It asks Slack, which answers as it should, and then fails by itself. */
const slip = defineSlackTool({
  name: 'slip',
  title: 'Slip',
  toolset: 'probe',
  description: 'Of the test.',
  effect: 'read',
  input: {},
  output: z.looseObject({ team: z.string() }),
  run: async (_given, session, { signal }) => {
    const { team } = await session.identity(signal);
    return { team: team + broken.part.name.trim() };
  },
});

const server = defineServer({
  name: 'slack',
  title: 'Probe',
  version: '0.0.0',
  description: 'Fails by itself.',
  toolsets: { probe: { description: 'Of the test', default: true } },
  config,
  connect: ({ config: settings, log }) => createServices(settings, log),
  disconnect: (services) => services.close(),
  tools: [slip],
});

it('says that a fault after a right answer is one of this server, and logs it', async () => {
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => log.mockRestore());
  const { double, connect } = await startSlack();
  const { refused } = await connect({ server });
  expect(await refused('slip')).toMatchObject({
    code: 'internal',
    next: expect.stringContaining('trace id'),
  });
  expect(double.calls.map(({ method }) => method)).toEqual(['auth.test']);
  expect(log.mock.calls.join()).toMatch(/"level":"error".*"target":"slip".*own-faults/);
});
