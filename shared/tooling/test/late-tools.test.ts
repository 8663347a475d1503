import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { defineServer, defineTool } from '@portolan/runtime';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { refuseOtherFacts, refuseOtherTools, tryTools } from '../src/bundle.ts';
import { greetingsFolder, LineServer } from './support.ts';

const run = promisify(execFile);
const cli = new URL('../src/bundle-cli.ts', import.meta.url).pathname;
// In a process of its own, as `pnpm build` does it: the build imports what it bundles.
const build = () =>
  run(process.execPath, ['--conditions=portolan-source', cli], { cwd: greetingsFolder, timeout: 60_000 });

const start = () => {
  const server = new LineServer([], {}, greetingsFolder);
  onTestFinished(() => void server.end());
  const clientInfo = { name: 'test', version: '1.0.0' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  server.send(
    { jsonrpc: '2.0', id: 1, method: 'initialize', params },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
  );
  return server;
};
const call = (id: number, name: string, args: object) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});

describe('the tools of a built server', () => {
  beforeAll(build, 60_000);

  it('run from their first call on, and only those that are called', async () => {
    const server = start();
    server.send(call(2, 'say_hello', { name: 'Ada' }));
    const hello = { result: { structuredContent: { greeting: 'Hello, Ada!' } } };
    expect(await server.answer(2)).toMatchObject(hello);
    server.send(call(3, 'say_hello', { name: 'Ada' }));
    expect(await server.answer(3)).toMatchObject(hello);
    expect(server.errors).toBe('say_hello runs\n');
    server.send(call(4, 'say_goodbye', {}));
    const goodbye = { result: { structuredContent: { greeting: 'Goodbye, you!' } } };
    expect(await server.answer(4)).toMatchObject(goodbye);
    expect(server.errors).toBe('say_hello runs\nsay_goodbye runs\n');
  });

  it('refuse wrong arguments at their first call', async () => {
    const server = start();
    server.send(call(2, 'say_hello', { nam: 'Ada' }));
    const next = 'Use "name" instead of "nam".';
    expect(await server.answer(2)).toMatchObject({ result: { isError: true } });
    expect(JSON.stringify(await server.answer(2))).toContain(JSON.stringify(next).slice(1, -1));
  });

  it('are listed by the library as they are in the record', async () => {
    const server = start();
    server.send({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    const recorded = await server.answer(2);
    // A parameter makes it none of the plainest form.
    server.send({ jsonrpc: '2.0', id: 3, method: 'tools/list', params: { note: 'x' } });
    expect({ ...Object(await server.answer(3)), id: 2 }).toEqual(recorded);
    expect(server.errors).toBe('');
  });

  it('are served with the settings of the source, those that the runtime has for it too', async () => {
    const { stdout } = await run(process.execPath, [`${greetingsFolder}/dist/bin.js`, '--help']);
    expect(stdout).toContain('--caller-token-header NAME');
  });

  it('are in few files, and in no chunk of their own', async () => {
    const chunks = await readdir(`${greetingsFolder}/dist/chunks`);
    expect(chunks.filter((name) => name.startsWith('say-'))).toEqual([]);
    const entry = await readFile(`${greetingsFolder}/dist/run.js`, 'utf8');
    expect(entry.match(/from"/g)?.length).toBeLessThan(6);
  });
});

it('fails a build whose server takes or answers what its source does not', () => {
  const source = { settings: [{ flag: 'zone' }], initialize: {} };
  expect(() => refuseOtherFacts(source, structuredClone(source))).not.toThrow();
  expect(() => refuseOtherFacts(source, { ...source, settings: [] })).toThrow('"settings"');
  expect(() => refuseOtherFacts(source, { settings: source.settings })).toThrow('"initialize"');
});

it('fails a build that declares a tool otherwise than its source', () => {
  const serverWith = (...names: string[]) =>
    defineServer({
      name: 'greetings',
      title: 'Greetings',
      version: '1.0.0',
      description: 'Says hello.',
      toolsets: { all: { description: 'All', default: true } },
      config: z.object({}),
      connect: () => ({}),
      tools: names.map((name) =>
        defineTool({
          name,
          title: name,
          toolset: 'all',
          description: name,
          effect: 'read',
          input: z.object({}),
          output: z.object({}),
          run: () => ({}),
        }),
      ),
    });
  const source = serverWith('say_hello', 'say_goodbye');
  expect(() => refuseOtherTools(source, serverWith('say_hello', 'say_goodbye'))).not.toThrow();
  expect(() => refuseOtherTools(source, serverWith('say_hello', 'wave'))).toThrow('wave');
  expect(() => refuseOtherTools(source, serverWith('say_hello'))).toThrow('other tools');
});

it('fails a build in which the code of a tool fails, not one in which a tool refuses to be called with nothing', () => {
  const refusing = defineTool({
    name: 'say_hello',
    title: 'Say hello',
    toolset: 'all',
    description: 'Say hello.',
    effect: 'read',
    input: z.object({ name: z.string() }),
    output: z.object({}),
    run: () => ({}),
  });
  expect(() => tryTools({ tools: [refusing] })).not.toThrow();
  const failing = () => {
    throw new TypeError('a name that is not there yet');
  };
  expect(() => tryTools({ tools: [refusing, { prepare: failing }] })).toThrow('not there yet');
});
