import { SettingsError } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { type Config, config } from '../config.ts';
import { readSources } from './read-sources.ts';

const url = 'postgresql://reader@localhost/shop';
const read = (given: Partial<Config>) => readSources(config.parse(given), { CRM_URL: url });
const aliases = (given: Partial<Config>) => read(given).map(({ alias }) => alias);

it('calls the database of the URL main, beside the sources of the file', () => {
  expect(aliases({ url, sources: { crm: { urlEnv: 'CRM_URL' } } })).toEqual(['main', 'crm']);
});

it('sets the URL aside for the demonstration, and keeps the sources', () => {
  expect(aliases({ url, demo: true, sources: { main: { url } } })).toEqual(['main']);
});

it.each<[string, Partial<Config>, string]>([
  ['the database of the URL', { url, sources: { main: { url } } }, 'The source "main" has the name'],
  ['the demonstration', { demo: true, sources: { demo: { url } } }, 'The source "demo" has the name'],
])('refuses a source with the name of %s', (_what, given, message) => {
  expect(() => read(given)).toThrow(SettingsError);
  expect(() => read(given)).toThrow(message);
});

it('takes a source of either name where nothing else has it', () => {
  expect(aliases({ sources: { main: { url }, demo: { url } } })).toEqual(['main', 'demo']);
});

it('names a source without a URL, and the variable that is not set', () => {
  expect(() => read({ sources: { crm: { urlEnv: 'OTHER' } } })).toThrow('"crm" has no URL: OTHER is not set');
});
