import type { Logger } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';
import { createEmbedded } from './embedded.ts';

/**
 * The sample database as a source. Its one session is a superuser's, so each transaction takes on a role:
 * one that reads, or the owner of the sample schema where the mode lets things be changed.
 */
export function demoSource(settings: SourceSettings, log: Logger): SourceSettings {
  return {
    ...settings,
    embedded: createEmbedded(log),
    role: settings.mode === 'readonly' ? 'demo_reader' : 'demo_owner',
    allowSuperuser: true,
    // There is one backend; a second connection would be inside the same transaction.
    maxConnections: 1,
  };
}
