/**
 * A process for the tests of shutdown: its arguments name the steps it takes. It tells what happens on
 * standard output, ends when stdin does, and is kept alive by a timer as a server is by its listener.
 */
import { createShutdown } from '../../src/lifecycle/shutdown.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const timer = setInterval(() => {}, 1_000);
const shutdown = createShutdown({ log: createLogger('info'), timeoutMs: 700 });
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
const steps: Record<string, () => unknown> = {
  first: () => say('first'),
  slow: async () => {
    say('slow begins');
    await pause();
    say('slow ends');
  },
  failing: () => Promise.reject(new Error('step fault')),
  hanging: () => new Promise(() => say('hanging')),
  last: () => {
    clearInterval(timer);
    say('last');
  },
  'last, leaving a timer': () => say('last'),
};
for (const name of process.argv.slice(2)) {
  const run = steps[name];
  if (run) shutdown.step(name, run);
}
process.stdin.on('end', () => shutdown.begin('stdin ended'));
process.stdin.on('data', (data) => {
  const word = String(data).trim();
  if (word === 'say') say('something');
  if (word === 'throw') throw new Error('thrown fault');
  if (word === 'reject') void Promise.reject(new Error('rejected fault'));
});
void shutdown.done.then((code) => say(`done ${code}`));
say('ready');
