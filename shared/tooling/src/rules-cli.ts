import { join } from 'node:path';
import { checkRules } from './rules/check-rules.ts';

/** Checks the rules of the repository that no other tool knows; prints each breach and exits 1. */
const breaches = await checkRules(join(import.meta.dirname, '../../..'));
for (const { file, line, rule, message } of breaches) {
  process.stderr.write(`${file}${line === undefined ? '' : `:${line}`} ${message} (${rule})\n`);
}
process.exitCode = breaches.length === 0 ? 0 : 1;
