import type { CallContext, Logger } from '@portolan/runtime';
import type { Config } from './config.ts';
import { readSources } from './sources/read-sources.ts';
import { createSources, type Sources } from './sources/sources.ts';

/** What tools, resources and prompts get beside the call itself. */
export interface Services {
  readonly sources: Sources;
}

export type Context = CallContext<Services>;

/** @throws ToolError `invalid_arguments` for a source that cannot be used */
export function createServices(config: Config, log: Logger): Services {
  return { sources: createSources(readSources(config, process.env), config.allowFunctions, log) };
}
