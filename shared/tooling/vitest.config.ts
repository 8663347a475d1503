import { defineConfig } from 'vitest/config';

/** What the tests of every package run with. The times are there to end what hangs, also on a busy machine. */
export default defineConfig({
  resolve: { conditions: ['portolan-source'] },
  ssr: { resolve: { conditions: ['portolan-source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
