import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Deadline, withinDeadline } from './deadline.ts';

const within = (ms: number) => new Deadline(ms);

const never = new AbortController().signal;

describe('a deadline', () => {
  it('hands on what the work gives, and what it throws', async () => {
    await expect(withinDeadline(within(1_000), never, async () => 7)).resolves.toBe(7);
    await expect(withinDeadline(within(1_000), never, () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
  });

  it('ends work that ignores its signal', async () => {
    const forever = withinDeadline(within(20), never, () => new Promise(() => {}));
    await expect(forever).rejects.toMatchObject({
      code: 'timeout',
      message: 'The call did not finish within 20 ms.',
    });
  });

  it('tells the work why it ends', async () => {
    let reason: unknown;
    const work = withinDeadline(within(20), never, (signal) => {
      signal.addEventListener('abort', () => {
        reason = signal.reason;
      });
      return new Promise(() => {});
    });
    await expect(work).rejects.toThrow();
    expect(reason).toMatchObject({ code: 'timeout' });
  });

  it('ends with the request, at once when it was cancelled before', async () => {
    const request = new AbortController();
    const work = withinDeadline(within(5_000), request.signal, () => new Promise(() => {}));
    request.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    const late = withinDeadline(within(5_000), request.signal, () => new Promise(() => {}));
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is one for all parts of a call', async () => {
    const deadline = within(2_000);
    await withinDeadline(deadline, never, () => sleep(200));
    expect(deadline.leftMs).toBeLessThan(1_801);
    const late = withinDeadline(deadline, never, () => new Promise(() => {}));
    await expect(late).rejects.toMatchObject({ message: 'The call did not finish within 2000 ms.' });
  });

  it('stands still while anybody is asked, and goes on after', async () => {
    const started = performance.now();
    const work = withinDeadline(within(60), never, async (_signal, whileAsking) => {
      await Promise.all([whileAsking(() => sleep(200)), whileAsking(() => sleep(100))]);
      await sleep(5_000);
    });
    await expect(work).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - started).toBeGreaterThanOrEqual(200);
  });

  it('is heard of by nobody who asks, but a cancellation is', async () => {
    const request = new AbortController();
    const work = withinDeadline(within(20), request.signal, (_signal, whileAsking) =>
      whileAsking(() => new Promise(() => {})),
    );
    setTimeout(() => request.abort(), 100);
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });
});
