import { expect, it } from 'vitest';
import { linesOf } from './lines.ts';
import { readLog } from './read-log.ts';
import { failedStep } from './step-window.ts';

const at = (seconds: number) =>
  `${new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString().slice(0, -1)}0000Z`;
const time = (seconds: number) => `2026-01-01T00:00:${String(seconds).padStart(2, '0')}Z`;
const step = (name: string, conclusion: string, from: number, to: number) => ({
  name,
  number: 1,
  conclusion,
  started_at: time(from),
  completed_at: time(to),
});

async function* chunks(...lines: readonly (readonly [number, string])[]) {
  for (const [seconds, text] of lines)
    yield Buffer.from(seconds < 0 ? `${text}\n` : `${at(seconds)} ${text}\n`);
}

it('takes the lines of a step that shares its seconds with its neighbours', async () => {
  const failing = step('test', 'failure', 2, 4);
  const { lines } = await readLog(
    chunks(
      [1.9, '##[group]Run before'],
      [2.1, 'end of before'],
      [2.2, '##[group]Run test'],
      [3.5, 'message'],
      [-1, 'its second line, without a time'],
      [4.1, '##[error]failed'],
      [4.2, 'Post job cleanup.'],
      [4.3, 'after'],
    ),
    { step: failing },
  );
  expect(lines).toEqual([
    '##[group]Run test',
    'message',
    'its second line, without a time',
    '##[error]failed',
  ]);
});

it('takes all of a log where the times of the step are not known', async () => {
  const unknown = { ...step('test', 'failure', 2, 4), completed_at: null };
  const { lines } = await readLog(chunks([1, 'a'], [9, 'b']), { step: unknown });
  expect(lines).toEqual(['a', 'b']);
});

it('knows which step failed', () => {
  const steps = [step('a', 'success', 0, 1), step('b', 'timed_out', 1, 2), step('c', 'failure', 2, 3)];
  expect(failedStep(steps)?.name).toBe('b');
  expect(failedStep([])).toBeUndefined();
});

it('splits lines across chunks, and holds no more than their beginnings', async () => {
  async function* bytes() {
    yield Buffer.from('on');
    yield Buffer.from('e\r\ntw');
    yield Buffer.from('o\n\n');
    for (let n = 0; n < 100; n += 1) yield Buffer.alloc(1024, 'x');
    yield Buffer.from('\nlast');
  }
  const found: [number, string, number][] = [];
  for await (const line of linesOf(bytes(), 10)) {
    found.push([line.number, Buffer.from(line.bytes).toString(), line.omitted]);
  }
  expect(found).toEqual([
    [1, 'one', 0],
    [2, 'two', 0],
    [3, '', 0],
    [4, 'xxxxxxxxxx', 102_390],
    [5, 'last', 0],
  ]);
});
