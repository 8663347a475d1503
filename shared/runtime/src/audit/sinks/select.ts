import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingsError } from '../../settings/settings-error.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { Checkpointer } from '../checkpointer.ts';
import type { AuditSink } from '../sink.ts';
import { createFileSink } from './file.ts';
import { createStderrSink } from './stderr.ts';

/** Where an audit goes, decided from the setting alone; nothing is opened yet. */
export type Destination =
  | { readonly kind: 'off' }
  | { readonly kind: 'stderr' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'otlp' | 'postgres'; readonly url: URL };

/** What `--audit` takes, for messages and help. */
const auditDestinations =
  'off, stderr, a file path, otlp+http://HOST:PORT, otlp+https://HOST:PORT or postgres://USER@HOST/DATABASE';

/**
 * Reads the `--audit` setting.
 *
 * @throws SettingsError for an unknown scheme; the message lists what is possible and shows no credentials
 */
export function parseDestination(setting: string): Destination {
  if (setting === 'off' || setting === 'stderr') return { kind: setting };
  if (setting.trim() === '')
    throw new SettingsError(`The audit destination is empty. Use ${auditDestinations}.`);
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(setting)?.[1]?.toLowerCase();
  if (scheme === undefined) return { kind: 'file', path: resolve(setting) };
  if (scheme === 'file') return { kind: 'file', path: fileURLToPath(setting) };
  const kind = kinds.get(scheme);
  if (kind === undefined) {
    throw new SettingsError(`The audit destination "${scheme}://" is not known. Use ${auditDestinations}.`);
  }
  if (!URL.canParse(setting)) throw new SettingsError(`The audit destination is not a valid ${scheme} URL.`);
  return { kind, url: new URL(setting) };
}

const kinds: ReadonlyMap<string, 'otlp' | 'postgres'> = new Map([
  ['otlp+http', 'otlp'],
  ['otlp+https', 'otlp'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
]);

/** What sinks are made with; rotation and checkpoints are for files alone. */
export interface SinkSettings {
  readonly server: string;
  readonly log: Logger;
  readonly rotateBytes?: number | undefined;
  readonly checkpoint?: { readonly keyFile: string; readonly every?: number } | undefined;
}

/** Makes the sink of a destination; one that needs more code loads it at its first batch. */
export function createSink(
  destination: Exclude<Destination, { kind: 'off' }>,
  settings: SinkSettings,
): AuditSink {
  const { server, log, rotateBytes, checkpoint } = settings;
  if (destination.kind === 'stderr') return createStderrSink();
  if (destination.kind === 'file') {
    const checkpointer = checkpoint === undefined ? undefined : new Checkpointer({ ...checkpoint, log });
    return createFileSink({ path: destination.path, log, rotateBytes, checkpointer });
  }
  const { url } = destination;
  if (destination.kind === 'otlp') {
    return lazySink(url.host, async () => (await import('./otlp.ts')).createOtlpSink(url, server));
  }
  return lazySink(url.host, async () => (await import('./postgres.ts')).createPostgresSink(url, log));
}

function lazySink(name: string, load: () => Promise<AuditSink>): AuditSink {
  let loaded: Promise<AuditSink> | undefined;
  const sink = () => {
    loaded ??= load();
    loaded.catch(() => {
      loaded = undefined; // The fault reaches whoever asked; the next one tries again.
    });
    return loaded;
  };
  return {
    name,
    prepare: async (last) => (await sink()).prepare(last),
    append: async (batch) => (await sink()).append(batch),
    close: async (last) => (loaded === undefined ? undefined : (await loaded).close(last)),
  };
}
