import { defineConfig } from 'vitest/config';

/**
 * What the tests of every package run with. The times only end what hangs: they are some fifty times what a
 * test takes, so that a machine which is busy with something else does not fail one. A test says times of its
 * own only where it needs longer.
 */
export default defineConfig({
  resolve: { conditions: ['portolan-source'] },
  ssr: { resolve: { conditions: ['portolan-source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
