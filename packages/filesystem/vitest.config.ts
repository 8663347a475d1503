import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['portolan-source'] },
  ssr: { resolve: { conditions: ['portolan-source'] } },
  test: {
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'source', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        // These start servers and measure how fast they stop: one after the other, when the rest is done.
        test: {
          name: 'end to end',
          include: ['test/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
