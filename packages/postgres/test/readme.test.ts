import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTempFolder } from '@portolan/testing';
import { expect, inject, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The settings file of the README that is run like this. */
function settingsAfter(command: string): string {
  const found = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].find(([, text]) => text?.includes(command));
  if (found?.[1] === undefined) throw new Error(`The README has no settings for ${command}.`);
  return found[1];
}

it('walks through the tools of one’s own on the sample database', async () => {
  await using folder = await createTempFolder();
  const file = join(folder.path, 'crm.yaml');
  await writeFile(file, settingsAfter('--demo --config crm.yaml'));
  const { XDG_CACHE_HOME: usual } = process.env;
  process.env.XDG_CACHE_HOME = folder.path;
  const connected = connectTools('', { argv: ['--demo', '--config', file], confirms: true });
  const { ok, refused, rows } = await connected;
  process.env.XDG_CACHE_HOME = usual ?? '';

  const found = await ok('find_customers', { name: 'bakery' });
  expect(found).toMatchObject({ rowCount: 20, truncated: 'rows' });
  expect(JSON.stringify(found)).toContain('Bakery');
  expect(await ok('update_opportunity', { id: 7, stage: 'won' })).toMatchObject({ returned: [[7, 'won']] });
  expect(await rows('SELECT stage FROM sales.opportunities WHERE id = 7')).toEqual([['won']]);
  expect(await refused('update_opportunity', { id: 7, stage: 'sold' })).toContain('stage');
});

it('has settings of several databases that work', async () => {
  await using folder = await createTempFolder();
  const file = join(folder.path, 'databases.yaml');
  const settings = settingsAfter('--config databases.yaml')
    .replace('urlEnv: CRM_URL', `url: ${inject('writerUrl')}`)
    .replace('urlEnv: ARCHIVE_URL', `url: ${inject('readerUrl')}`);
  await writeFile(file, settings);
  const { ok } = await connectTools('', { argv: ['--config', file] });
  const sql = 'SELECT current_user::text';
  expect(await ok('query', { sql, source: 'crm' })).toMatchObject({ rows: [['writer']] });
  expect(await ok('query', { sql, source: 'archive' })).toMatchObject({ rows: [['reader']] });
});
