import { expect, test } from 'vitest';
import { CircuitOpen, createCircuit } from './circuit.ts';

function make() {
  const changes: string[] = [];
  const clock = { now: 0 };
  const circuit = createCircuit({
    failures: 3,
    windowMs: 1_000,
    openMs: 500,
    judge: (error) =>
      error instanceof RangeError ? 'works' : error instanceof SyntaxError ? 'nothing' : 'broken',
    onChange: (state) => changes.push(state),
    now: () => clock.now,
  });
  const breaks = (error: Error = new Error('broken')) =>
    circuit.run(() => Promise.reject(error)).catch((caught) => caught);
  const works = () => circuit.run(async () => 'ok');
  return { changes, clock, circuit, breaks, works };
}

test('so many failures in a row open it, and then nothing runs', async () => {
  const { changes, circuit, breaks } = make();
  for (let n = 0; n < 3; n++) await breaks();
  let ran = false;
  const refused = circuit.run(async () => {
    ran = true;
  });
  await expect(refused).rejects.toMatchObject({ name: 'CircuitOpen', retryAfterMs: 500 });
  expect([ran, changes, circuit.state]).toEqual([false, ['open'], 'open']);
});

test('a success between them, an error that shows it works, or time, starts the count anew', async () => {
  for (const between of ['success', 'works', 'time']) {
    const { circuit, clock, breaks, works } = make();
    await breaks();
    await breaks();
    if (between === 'success') await works();
    if (between === 'works') await breaks(new RangeError());
    if (between === 'time') clock.now = 1_001;
    await breaks();
    expect(circuit.state).toBe('closed');
  }
});

test('errors that say nothing neither open nor reset it', async () => {
  const { circuit, breaks } = make();
  for (let n = 0; n < 9; n++) await breaks(new SyntaxError());
  expect(circuit.state).toBe('closed');
  await breaks();
  await breaks();
  await breaks(new SyntaxError());
  await breaks();
  expect(circuit.state).toBe('open');
});

test('after its time one probe runs alone, and its success closes it', async () => {
  const { changes, clock, circuit, breaks, works } = make();
  for (let n = 0; n < 3; n++) await breaks();
  clock.now = 500;
  const probe = Promise.withResolvers<string>();
  const probing = circuit.run(() => probe.promise);
  await expect(works()).rejects.toThrow(CircuitOpen);
  probe.resolve('ok');
  expect(await probing).toBe('ok');
  expect(await works()).toBe('ok');
  expect(changes).toEqual(['open', 'closed']);
});

test('a failed probe opens it for its time again; one that says nothing lets the next one try', async () => {
  const { changes, clock, breaks, works } = make();
  for (let n = 0; n < 3; n++) await breaks();
  clock.now = 500;
  await breaks();
  clock.now = 999;
  await expect(works()).rejects.toMatchObject({ retryAfterMs: 1 });
  clock.now = 1_000;
  expect(await breaks(new SyntaxError())).toBeInstanceOf(SyntaxError);
  expect(await works()).toBe('ok');
  expect(changes).toEqual(['open', 'closed']);
});

test('a call from before the opening does not close it', async () => {
  const { circuit, breaks } = make();
  const slow = Promise.withResolvers<string>();
  const early = circuit.run(() => slow.promise);
  for (let n = 0; n < 3; n++) await breaks();
  slow.resolve('late');
  expect(await early).toBe('late');
  expect(circuit.state).toBe('open');
});

test('it has nothing to remember until something fails, and again after a success', async () => {
  const { circuit, breaks, works } = make();
  const slow = Promise.withResolvers<void>();
  const running = circuit.run(() => slow.promise);
  expect(circuit.idle).toBe(false);
  slow.resolve();
  await running;
  expect(circuit.idle).toBe(true);
  await breaks();
  expect(circuit.idle).toBe(false);
  await works();
  expect(circuit.idle).toBe(true);
});
