import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The executable of Node 22. A package of its own, because a package's scripts run on the Node it depends on. */
export const node22 = join(
  dirname(createRequire(import.meta.url).resolve('node/package.json')),
  'bin',
  'node',
);
