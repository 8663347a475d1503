import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleServer, refuseLateCommonJs } from '../src/bundle.ts';
import { LineServer, notesFolder } from './support.ts';

const policy = {
  version: 1,
  roles: { reader: { rules: [{ tools: ['nothing_of_this_name'] }] } },
  assign: [{ kind: 'local', roles: ['reader'] }],
};

describe('what a built server loads late', () => {
  beforeAll(() => bundleServer(notesFolder), 60_000);

  it('is there: a policy file is read', async () => {
    const file = join(tmpdir(), `portolan-policy-${process.pid}.yaml`);
    await writeFile(file, JSON.stringify(policy));
    const server = new LineServer(['--policy', file]);
    server.send(
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'test', version: '1.0.0' },
        },
      },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
    );
    expect(await Promise.race([server.answer(2), server.exit])).toMatchObject({ result: { tools: [] } });
    await server.end();
  });
});

it('refuses to bundle CommonJS that is loaded late', () => {
  const withFormat = (format: 'cjs' | 'esm'): Metafile => ({
    inputs: {
      'src/a.ts': { bytes: 1, imports: [{ kind: 'dynamic-import', path: 'b/index.js' }], format: 'esm' },
      'b/index.js': { bytes: 1, imports: [], format },
    },
    outputs: {},
  });
  expect(() => refuseLateCommonJs(withFormat('cjs'))).toThrow('src/a.ts loads b/index.js late');
  expect(() => refuseLateCommonJs(withFormat('esm'))).not.toThrow();
});
