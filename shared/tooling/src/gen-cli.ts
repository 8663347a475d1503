import { join } from 'node:path';
import { documents } from './gen/documents.ts';
import { leftovers, removeLeftovers, staleFiles, staleMessage, writeDocuments } from './gen/files.ts';

/** Writes the generated documentation, or with `--check` says what is stale and exits 1. */
const root = join(import.meta.dirname, '../../..');
const all = await documents(root);
if (process.argv.includes('--check')) {
  const stale = [...(await staleFiles(root, all)), ...(await leftovers(root, all))];
  process.stderr.write(stale.map(staleMessage).join(''));
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const path of await writeDocuments(root, all)) process.stdout.write(`wrote ${path}\n`);
  for (const path of await removeLeftovers(root, all)) process.stdout.write(`removed ${path}\n`);
}
