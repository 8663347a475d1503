import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isAlive } from './machine.ts';

it('knows a process that runs from one that has ended, also where nobody noticed', async () => {
  const child = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line]: unknown[] = await once(child.stdout, 'data');
  expect(isAlive(child.pid ?? 0)).toBe(true);
  // The shell became another program, which waits for no child.
  await expect.poll(() => isAlive(Number(String(line)))).toBe(false);
  child.kill();
  await once(child, 'close');
  expect(isAlive(child.pid ?? 0)).toBe(false);
});
