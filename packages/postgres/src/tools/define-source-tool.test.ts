import { expect, inject, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { quietLog, settingsOf } from '../../test/support/database.ts';
import { createSources } from '../sources/sources.ts';
import { defineSourceTool, type SourceToolDefinition } from './define-source-tool.ts';
import { connectTools } from './test-support.ts';

const shape = { schema: z.string().default('public') };
const Output = z.object({ alias: z.string() });

const toolOf = (own: Partial<SourceToolDefinition<typeof shape, typeof Output>> = {}) =>
  defineSourceTool({
    name: 'name_source',
    title: 'Name the source',
    toolset: 'query',
    description: 'Says which source it got.',
    effect: 'read',
    input: shape,
    output: Output,
    run: async (_input, { settings }) => ({ alias: settings.alias }),
    ...own,
  });

it('takes the argument source beside its own', () => {
  expect(toolOf().inputSchema()).toMatchObject({
    properties: { schema: { type: 'string' }, source: { type: 'string' } },
    additionalProperties: false,
  });
  expect(() => toolOf().prepare({ sauce: 'main' })).toThrow(/sauce/);
});

it('is refused for a role that may not be served, unless it is there to say so', async () => {
  const { refused, ok } = await connectTools(inject('adminUrl'));
  expect(await refused('list_activity')).toContain('superuser');
  expect(await ok('check_connection')).toMatchObject({
    problems: expect.arrayContaining(['The role is a superuser.']),
  });
});

it('needs a name where there are several sources, and knows no other', async () => {
  const url = inject('readerUrl');
  const all = ['one', 'two'].map((alias) => settingsOf(url, { alias }));
  const sources = createSources(all, [], quietLog);
  onTestFinished(() => sources.close());
  expect(() => sources.find(undefined)).toThrow('The argument source is missing');
  expect(() => sources.find('three')).toThrow('No source is called "three"');
  expect(sources.find('two').settings.alias).toBe('two');
});
