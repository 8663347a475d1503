import { mergeConfig } from 'vitest/config';
import common from '../../shared/tooling/vitest.config.ts';

export default mergeConfig(common, { test: { globalSetup: ['test/support/global-postgres.ts'] } });
