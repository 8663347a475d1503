import { assemble } from './assembly/assemble.ts';
import type { ServerModule } from './definition/server.ts';
import type { Manifest } from './first-answer/manifest.ts';
import { recordManifest } from './first-answer/record.ts';
import { commonSettings } from './settings/every-server.ts';

export type { Manifest } from './first-answer/manifest.ts';
export { policyFileSchema } from './policy/file-schema.ts';
export { valueShape } from './settings/help.ts';
export { serverSpecs } from './settings/server-specs.ts';
export type { SettingSpec } from './settings/spec.ts';

/** Records, at build time, what a server with default settings answers to the first messages. */
export async function manifestOf(server: ServerModule): Promise<Manifest> {
  const common = commonSettings.parse({ audit: 'off', rateLimit: 'off' });
  const assembly = await assemble(server, { common, own: {}, given: new Set(), secrets: [] });
  const manifest = await recordManifest(server, assembly.engine);
  await assembly.close();
  return manifest;
}
