import { describe, expect, it } from 'vitest';
import { withinDeadline } from './deadline.ts';

const never = new AbortController().signal;

describe('a deadline', () => {
  it('hands on what the work gives, and what it throws', async () => {
    await expect(withinDeadline(1_000, never, async () => 7)).resolves.toBe(7);
    await expect(withinDeadline(1_000, never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('ends work that ignores its signal', async () => {
    const forever = withinDeadline(20, never, () => new Promise(() => {}));
    await expect(forever).rejects.toMatchObject({
      code: 'timeout',
      message: 'The call did not finish within 20 ms.',
    });
  });

  it('tells the work why it ends', async () => {
    let reason: unknown;
    const work = withinDeadline(20, never, (signal) => {
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
    const work = withinDeadline(5_000, request.signal, () => new Promise(() => {}));
    request.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    const late = withinDeadline(5_000, request.signal, () => new Promise(() => {}));
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  });
});
