import { expect, test } from 'vitest';
import { withTimeout } from './with-timeout.ts';

const call = { signal: new AbortController().signal };

test.each([
  ['nothing', undefined, 5_000, 5_000],
  ['less than the least', 1, 5_000, 100],
  ['less than the operator’s time', 700, 5_000, 700],
  ['up to ten times as much', 40_000, 5_000, 40_000],
  ['more than that', 60_000, 5_000, 50_000],
  ['more than ten minutes', 9_000_000, 300_000, 600_000],
])('a caller who asks for %s: %j of %i ms', (_, asked, statementTimeoutMs, timeoutMs) => {
  const options = withTimeout({ settings: { statementTimeoutMs } }, call, asked);
  expect(options).toMatchObject({ ...call, timeoutMs, deadline: { timeoutMs } });
});

test('a server has longer to answer than its statement may run, an embedded one has not', () => {
  const settings = { statementTimeoutMs: 5_000 };
  const before = performance.now();
  const { deadline: server } = withTimeout({ settings }, call, undefined);
  const { deadline: embedded } = withTimeout({ settings: { ...settings, embedded: {} } }, call, undefined);
  const after = performance.now();
  expect(server?.at).toBeGreaterThanOrEqual(before + 8_000);
  expect(embedded?.at).toBeGreaterThanOrEqual(before + 5_000);
  expect(embedded?.at).toBeLessThanOrEqual(after + 5_000);
});
