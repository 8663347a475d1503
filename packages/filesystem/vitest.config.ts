import { mergeConfig } from 'vitest/config';
import common from '../../shared/tooling/vitest.config.ts';

/** Without the files of all tests, which a project would add its own to. */
const { include: _, ...test } = common.test ?? {};

export default mergeConfig(
  { ...common, test },
  {
    test: {
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
  },
);
