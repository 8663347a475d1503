import type { CallContext, Logger } from '@portolan/runtime';
import type { Config } from './config.ts';
import { compileOnce } from './gate/compile-once.ts';
import { readDemo, readSources } from './sources/read-sources.ts';
import { createSources, type Sources } from './sources/sources.ts';
import type { SourceSettings } from './sources/types.ts';

/** What tools, resources and prompts get beside the call itself. */
export interface Services {
  readonly sources: Sources;
}

export type Context = CallContext<Services>;

/** @throws SettingsError for a source that cannot be used */
export async function createServices(config: Config, log: Logger): Promise<Services> {
  // The database of the demonstration is WebAssembly too, and needs the speed.
  if (!config.demo) compileOnce();
  const sources = [...(await demo(config, log)), ...readSources(config, process.env)];
  return { sources: createSources(sources, config.allowFunctions, log) };
}

async function demo(config: Config, log: Logger): Promise<readonly SourceSettings[]> {
  if (!config.demo) return [];
  if (config.url !== undefined) {
    log.warning('The URL is set aside: --demo serves the sample database in its place.');
  }
  const { demoSource } = await import('./demo/demo-source.ts');
  return [demoSource(readDemo(config), log)];
}
