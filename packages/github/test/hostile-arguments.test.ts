import { hostileArguments } from '@portolan/testing';
import { expect, it } from 'vitest';
import * as z from 'zod';
import server from '../src/server.ts';
import { connectGitHub, connectHarbour } from '../src/test-support.ts';
import { questions } from './answers/questions.ts';
import { seedHarbour } from './answers/seed-harbour.ts';

/**
 * Each argument of each tool with each value that nobody means well. A call that names a repository asks for
 * nothing else, no request is one that GitHub does not have, and an error is never a fault of ours.
 */

const Failure = z.object({ 'portolan/error': z.looseObject({ code: z.string(), message: z.string() }) });

/** What a call with the repository `octo/harbour` may ask besides it. */
const elsewhere = /^\/(graphql|search\/|user(s\/[\w-]+)?$|rate_limit|repositories\/\d+)/;

/** Of some tools there are thousands; `HOSTILE_ALL=1` tries every one. */
const MOST = process.env.HOSTILE_ALL ? undefined : 40;

const names = server.tools.map(({ name }) => name);

it.each(names)(
  '%s takes no hostile argument for what it is not',
  async (name) => {
    const harbour = await seedHarbour();
    const { double, token } = harbour;
    const { client } = await connectGitHub({
      url: double.url,
      token,
      confirms: true,
      argv: ['--allow-delete-repository', '--raw-paths', '/repos/*/*/topics'],
    });
    const { args } = (await questions.get(name)?.(harbour)) ?? { args: {} };
    const { tools } = await client.listTools();
    const schema = tools.find((tool) => tool.name === name)?.inputSchema;
    // What is asked beside the path is the caller's own, whatever GitHub makes of it.
    const varied = name === 'get_api' ? { properties: { path: { type: 'string' } } } : schema;
    const strange: string[] = [];
    for (const { label, args: hostile } of hostileArguments(varied, args, MOST)) {
      const before = double.requests.length;
      const { isError, _meta, content } = await client.callTool({ name, arguments: { ...hostile } });
      const paths = double.requests.slice(before).map(({ path }) => path);
      if (isError) {
        const { code } = Failure.parse(_meta)['portolan/error'];
        if (code === 'internal') strange.push(`${label}: ${JSON.stringify(content)}`);
      }
      const away = paths.filter((path) => !isThere(path, hostile) && !elsewhere.test(path));
      if (away.length > 0) strange.push(`${label} asked ${away.join(' and ').slice(0, 300)}`);
    }
    expect(strange).toEqual([]);
  },
  600_000,
);

/** Whether a path is of the repository that the arguments name, and of no more than it; any is where they name none. */
function isThere(path: string, { owner, repo }: Readonly<Record<string, unknown>>): boolean {
  if (typeof owner !== 'string' || typeof repo !== 'string') return true;
  return ['/repos', '/user/starred'].some((above) => {
    const own = `${above}/${owner}/${repo}`;
    return path.startsWith(own) && /^($|[/?])/.test(path.slice(own.length));
  });
}

it('an empty name is not the address of everything', async () => {
  const { refused, double, harbour } = await connectHarbour({}, { confirms: true });
  const place = { owner: 'octo', repo: 'harbour' };
  harbour.issue({ title: 'Rope frays', labels: ['rope'] });
  for (const [tool, args] of [
    ['delete_label', { name: '' }],
    ['write_label', { name: '', color: 'ff0000' }],
    ['run_workflow', { workflow_id: '', ref: 'main' }],
  ] as const) {
    expect([tool, (await refused(tool, { ...place, ...args })).code]).toEqual([tool, 'invalid_arguments']);
  }
  expect(double.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(double.requests.map(({ path }) => path).filter((path) => /\/(\?|$)/.test(path))).toEqual([]);
});
