import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('what only HTTP, authentication, an export or the protocol library needs is not loaded to serve stdio', async () => {
  const serve = new URL('../src/serve.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    await import(${JSON.stringify(serve)});
    process.stdout.write(JSON.stringify(loaded));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const loaded: unknown = JSON.parse(stdout);
  expect(loaded).toContain(serve);
  expect(
    stdout.match(
      /[^"]*(?:\/jose\/|opentelemetry|open-telemetry|\/src\/http\/|\/src\/auth\/|\/ioredis\/|@modelcontextprotocol)[^"]*/g,
    ),
  ).toBeNull();
});
