import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('what only HTTP, authentication, an export or the protocol library needs is not loaded to serve stdio', async () => {
  const serve = new URL('../src/serve.ts', import.meta.url).href;
  const stdio = new URL('../src/protocol/stdio.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    await import(${JSON.stringify(serve)});
    await import(${JSON.stringify(stdio)});
    process.stdout.write(JSON.stringify(loaded));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const loaded: unknown = JSON.parse(stdout);
  expect(loaded).toEqual(expect.arrayContaining([serve, stdio]));
  expect(
    stdout.match(
      /[^"]*(?:\/jose\/|opentelemetry|open-telemetry|\/src\/http\/|\/src\/auth\/|\/ioredis\/|@modelcontextprotocol)[^"]*/g,
    ),
  ).toBeNull();
});
