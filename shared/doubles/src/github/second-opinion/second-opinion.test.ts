import { createEmulator } from 'emulate';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../../testing/src/services/free-port.ts';
import { client, validGithub } from '../test-support.ts';
import { differences } from './differences.ts';
import type { Notes, Rest, Step } from './step.ts';
import { story } from './story.ts';

/** What each step comes to: what it found, or the status it was refused with. */
async function told(rest: Rest): Promise<ReadonlyMap<string, unknown>> {
  const notes: Notes = { blob: '', head: '', topic: '', comment: 0, release: 0 };
  const results = new Map<string, unknown>();
  for (const step of story) results.set(step.name, await outcome(step, rest, notes));
  return results;
}

async function outcome({ run }: Step, rest: Rest, notes: Notes): Promise<unknown> {
  try {
    const result = await run(rest, notes);
    const isAnswer =
      typeof result === 'object' && result !== null && 'headers' in result && 'status' in result;
    return isAnswer ? { status: result.status } : result;
  } catch (error) {
    if (error instanceof Error && 'status' in error) return { refused: error.status };
    throw error;
  }
}

async function emulated(): Promise<Rest> {
  // It takes no port 0.
  const port = await freePort();
  const seed = {
    tokens: { token: { login: 'octo', scopes: ['repo', 'delete_repo'] } },
    github: { users: [{ login: 'octo' }] },
  };
  const emulator = await createEmulator({ service: 'github', port, seed });
  onTestFinished(() => emulator.close());
  return client(emulator, 'token').rest;
}

it('the double and another one agree, but for differences with a reason', async () => {
  const double = await validGithub();
  const ours = await told(client(double, double.token({ login: 'octo' })).rest);
  const theirs = await told(await emulated());
  const unlike = [...ours].filter(
    ([name, result]) => JSON.stringify(result) !== JSON.stringify(theirs.get(name)),
  );
  expect(
    Object.fromEntries(unlike.map(([name, result]) => [name, { ours: result, theirs: theirs.get(name) }])),
  ).toEqual(
    Object.fromEntries(
      differences.map(({ step, ours: mine, theirs: other }) => [step, { ours: mine, theirs: other }]),
    ),
  );
});
