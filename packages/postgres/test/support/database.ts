import { createLogger } from '@portolan/runtime';
import { onTestFinished } from 'vitest';
import { config } from '../../src/config.ts';
import { createDatabase, type Database } from '../../src/connection/database.ts';
import { readSources } from '../../src/sources/read-sources.ts';
import type { SourceSettings } from '../../src/sources/types.ts';

export const quietLog = createLogger('error');

/** The settings of a source as the command line gives them. */
export function settingsOf(url: string, own: Partial<SourceSettings> = {}): SourceSettings {
  const [source] = readSources(config.parse({ url }), {});
  if (source === undefined) throw new Error('One URL is one source.');
  return { ...source, ...own };
}

/** A database that closes with the test. */
export function databaseOf(url: string, own: Partial<SourceSettings> = {}): Database {
  const database = createDatabase(settingsOf(url, own), quietLog);
  onTestFinished(() => database.close());
  return database;
}
