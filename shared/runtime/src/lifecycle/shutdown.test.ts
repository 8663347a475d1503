import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../test/support/shutdown-process.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly logged: string;
}

/** Runs the process with steps, does something to it when it is ready, and gives how it ended. */
function endOf(steps: readonly string[], act: (child: ChildProcess, line: string) => void): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...steps], { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  let logged = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
    for (const line of String(chunk).trim().split('\n')) act(child, line);
  });
  child.stderr.on('data', (chunk) => {
    logged += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, lines: text.trim().split('\n'), logged }));
  });
}

const whenReady = (act: (child: ChildProcess) => void) => (child: ChildProcess, line: string) => {
  if (line === 'ready') act(child);
};

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s takes the steps in order, once, and exits 0',
  async (signal) => {
    const ended = await endOf(
      ['first', 'slow', 'last'],
      whenReady((child) => child.kill(signal)),
    );
    expect(ended.lines).toEqual(['ready', 'first', 'slow begins', 'slow ends', 'last', 'done 0']);
    expect(ended.code).toBe(0);
    expect(ended.logged).toContain(`"reason":"${signal}"`);
  },
);

test('the end of stdin does the same', async () => {
  const ended = await endOf(
    ['slow', 'last'],
    whenReady((child) => child.stdin?.end()),
  );
  expect(ended.lines).toEqual(['ready', 'slow begins', 'slow ends', 'last', 'done 0']);
  expect(ended.code).toBe(0);
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second signal (%s) ends it at once with %i', async (signal, code) => {
  const ended = await endOf(['hanging', 'last'], (child, line) => {
    if (line === 'ready') child.kill('SIGTERM');
    if (line === 'hanging') child.kill(signal);
  });
  expect(ended.lines).toEqual(['ready', 'hanging']);
  expect(ended.code).toBe(code);
});

test('a second reason to end while ending takes no step twice', async () => {
  const ended = await endOf(['slow', 'last'], (child, line) => {
    if (line === 'ready') child.kill('SIGTERM');
    if (line === 'slow begins') child.stdin?.end();
  });
  expect(ended.lines).toEqual(['ready', 'slow begins', 'slow ends', 'last', 'done 0']);
  expect(ended.code).toBe(0);
});

test('a step that fails is logged, the next ones run, and the exit code is 1', async () => {
  const ended = await endOf(
    ['failing', 'last'],
    whenReady((child) => child.kill('SIGTERM')),
  );
  expect(ended.lines).toEqual(['ready', 'last', 'done 1']);
  expect(ended.code).toBe(1);
  expect(ended.logged).toContain('step fault');
});

test('a step that hangs is given up after the time for all, and named', async () => {
  const ended = await endOf(
    ['first', 'hanging', 'last'],
    whenReady((child) => child.kill('SIGTERM')),
  );
  expect(ended.lines).toEqual(['ready', 'first', 'hanging', 'done 1']);
  expect(ended.code).toBe(1);
  expect(ended.logged).toContain('"step":"hanging"');
});

test('what still keeps the process alive after the steps does not', async () => {
  const ended = await endOf(
    ['last, leaving a timer'],
    whenReady((child) => child.kill('SIGTERM')),
  );
  expect(ended.code).toBe(0);
});

test.each([
  ['throw', 'thrown fault'],
  ['reject', 'rejected fault'],
])(
  'a fault nobody caught (%s) is logged with its stack, the steps run, and it exits 1',
  async (word, message) => {
    const ended = await endOf(
      ['slow', 'last'],
      whenReady((child) => child.stdin?.write(`${word}\n`)),
    );
    expect(ended.lines).toEqual(['ready', 'slow begins', 'slow ends', 'last', 'done 1']);
    expect(ended.code).toBe(1);
    expect(ended.logged).toContain(message);
    expect(ended.logged).toContain('shutdown-process.ts');
  },
);

test('output that nobody reads any more ends it in order', async () => {
  const started = performance.now();
  const ended = await endOf(
    ['slow', 'last'],
    whenReady((child) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.stdin?.write('say\n');
    }),
  );
  expect(ended.code).toBe(0);
  expect(performance.now() - started).toBeGreaterThan(100);
});
