import { connectTools } from '../../src/tools/test-support.ts';
import { type FakeOptions, startFake } from './fake-postgres.ts';

/** More than any call takes in, so that one which has no bound takes it. */
export const FAR_TOO_MANY_BYTES = 256 * 1024 * 1024;

const attacked = "SELECT 'attack'";

/** A call to a server that attacks, and whether ours goes on after it. */
export async function callOf(options: FakeOptions, args: Readonly<Record<string, unknown>> = {}) {
  const fake = await startFake(options);
  const tools = await connectTools(fake.url, { argv: ['--max-connections', '1'] });
  const { call } = tools;
  const answer = await call('query', { sql: attacked, ...args });
  return { fake, call, answer, end: () => tools[Symbol.asyncDispose]() };
}
