import { readFileSync } from 'node:fs';
import { isCommandName } from '../commands/names.ts';
import { isRecord } from '../json/is-record.ts';
import { parseSettings } from '../settings/parse.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { SettingSpec } from '../settings/spec.ts';
import { isExporting } from '../telemetry/exporting.ts';
import { isSlow, listSettings, type Manifest } from './manifest.ts';
import { type Recorded, recorded } from './messages.ts';

/** A message this long is not one that is answered here, bytes. */
const MAX_HELD_BYTES = 1_000_000;

/** What came of the start before anything was loaded. */
export interface FirstAnswer {
  /** The connection ended, or the settings were wrong: nothing is left to do. */
  readonly ended: boolean;
  /** The connection whose `initialize` was answered here. */
  readonly opened?: Opened;
  /** The settings as data, so that nobody makes them from their schemas again. */
  readonly specs?: readonly SettingSpec[];
}

/** A connection of the legacy era whose handshake was answered from the record. */
export interface Opened {
  /** Of the `initialize`. */
  readonly id: string | number;
  readonly protocolVersion: string;
  /** What the client announced. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** The messages of the handshake, for the protocol library when it is needed. */
  readonly handshake: readonly unknown[];
  /** Whether the server offers such things at all. */
  offers(kind: 'tools' | 'resources' | 'prompts'): boolean;
  /** What is recorded for a further message. */
  recorded(message: unknown): Recorded;
}

/**
 * Answers `initialize`, `server/discover`, `tools/list` and `ping` on stdio from what the build
 * recorded, until a message needs the server; that message is then put back on standard input. What was
 * recorded is the protocol library's own answer.
 *
 * Undefined when the command line asks for anything but a plain start on stdio, when telemetry is exported,
 * which measures every answer, and on a terminal, where nobody waits for an answer.
 */
export async function answerFirst(manifestFile: URL): Promise<FirstAnswer | undefined> {
  const argv = process.argv.slice(2);
  if (argv.some((word) => notPlain.has(word)) || isCommandName(argv[0])) return undefined;
  if (process.stdin.isTTY) return undefined;
  const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  try {
    const values = parseSettings(manifest.settings, { argv, env: process.env });
    const set = Object.keys(values);
    if (
      isExporting(values.telemetry === true, process.env) ||
      Object.entries(values).some(([key, value]) => isSlow(key, value)) ||
      manifest.settings.some((spec) => spec.moreRules && set.includes(spec.key))
    ) {
      return undefined;
    }
    const changing = manifest.settings.filter(({ changesTools }) => changesTools).map(({ key }) => key);
    const holds = !set.some((key) => listSettings.has(key) || changing.includes(key));
    return await answerUntilNeeded(manifest, holds);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return { ended: true };
  }
}

const notPlain = new Set(['--help', '-h', '--version']);

function answerUntilNeeded(manifest: Manifest, withList: boolean): Promise<FirstAnswer> {
  const { stdin, stdout } = process;
  const { promise, resolve } = Promise.withResolvers<FirstAnswer>();
  const handshake: unknown[] = [];
  let pending: Buffer = Buffer.alloc(0);
  let initialized: Extract<Recorded, { kind: 'initialize' }> | undefined;

  let handedOver = false;

  const handOver = () => {
    handedOver = true;
    process.off('SIGTERM', onStop).off('SIGINT', onStop);
    stdin.off('data', onData).off('end', onEnd).pause();
    if (pending.length > 0) stdin.unshift(pending);
    const opened = initialized && openedBy(initialized, handshake, manifest, withList);
    resolve({ ended: false, specs: manifest.settings, ...(opened && { opened }) });
  };
  const onEnd = () => resolve({ ended: true });
  const onData = (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let end = pending.indexOf(10); end !== -1; end = pending.indexOf(10)) {
      const message = parse(pending.toString('utf8', 0, end));
      const found = recorded(message, manifest, initialized?.version, withList);
      if (found.kind === 'unknown' || (found.kind === 'initialize' && initialized)) return handOver();
      if (found.kind === 'initialize') initialized = found;
      if (found.kind === 'initialize' || found.kind === 'initialized') handshake.push(message);
      if (found.kind !== 'initialized') stdout.write(lineOf(found));
      pending = pending.subarray(end + 1);
    }
    if (pending.length > MAX_HELD_BYTES) handOver();
  };
  // Nothing runs yet, so there is nothing to drain.
  const onStop = () => process.exit(0);
  process.once('SIGTERM', onStop).once('SIGINT', onStop);
  // Who reads no more gets no answer; once the server is there it notices by itself that its output is gone.
  stdout.on('error', () => {
    if (!handedOver) process.exit(0);
  });
  stdin.on('data', onData).on('end', onEnd);
  return promise;
}

function lineOf(found: Exclude<Recorded, { kind: 'initialized' | 'unknown' }>): string {
  const result = found.kind === 'list' ? found.json : JSON.stringify(found.result);
  return `{"jsonrpc":"2.0","id":${JSON.stringify(found.id)},"result":${result}}\n`;
}

function openedBy(
  { id, version, capabilities, result }: Extract<Recorded, { kind: 'initialize' }>,
  handshake: readonly unknown[],
  manifest: Manifest,
  withList: boolean,
): Opened {
  const offered = isRecord(result) && isRecord(result.capabilities) ? result.capabilities : {};
  return {
    id,
    protocolVersion: version,
    capabilities,
    handshake,
    offers: (kind) => Object.hasOwn(offered, kind),
    recorded: (message) => recorded(message, manifest, version, withList),
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The protocol library says what a broken line gets.
    return undefined;
  }
}
