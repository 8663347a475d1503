import * as z from 'zod';
import { nodeCommand } from './server-command.ts';
import { runToEnd } from './start-process.ts';

const Told = z.object({ answer: z.unknown(), grownBytes: z.number() });

/**
 * What some code answers in a process of its own, and how much its memory grew at most, bytes. Its heap is
 * small, so that nothing depends on when V8 collects: code that holds too much ends with its process.
 *
 * @param imports statements of a module, with whole URLs
 * @param expression an expression that may wait
 * @throws Error with what the process wrote when it did not end well
 */
export async function memoryOf(
  imports: string,
  expression: string,
): Promise<{ readonly answer: unknown; readonly grownBytes: number }> {
  const code = `${imports}
    const before = process.memoryUsage.rss();
    const answer = await (${expression});
    const grownBytes = process.resourceUsage().maxRSS * 1024 - before;
    process.stdout.write(JSON.stringify({ answer, grownBytes }));`;
  const flags = ['--max-semi-space-size=2', '--input-type=module', '--eval', code];
  const { command, args } = nodeCommand('--max-old-space-size=32', ...flags);
  const { code: status, signal, stdout, stderr } = await runToEnd({ command, args });
  if (status !== 0) throw new Error(`It ended with ${status ?? signal}: ${stderr.slice(-2_000)}`);
  return Told.parse(JSON.parse(stdout));
}
