import { mergeConfig } from 'vitest/config';
import common from '../../shared/tooling/vitest.config.ts';

/**
 * One file after the other, on a machine of any size: they share a server, of which some change what others
 * look at, such as its settings, its statistics and who is connected.
 */
export default mergeConfig(common, {
  test: { globalSetup: ['test/support/global-postgres.ts'], fileParallelism: false },
});
