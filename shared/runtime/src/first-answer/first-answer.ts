import { readFileSync } from 'node:fs';
import { isCommandName } from '../commands/names.ts';
import { parseSettings } from '../settings/parse.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { listSettings, type Manifest, slowSettings } from './manifest.ts';
import { recorded } from './messages.ts';

/** A message this long is not one that is answered here, bytes. */
const MAX_HELD_BYTES = 1_000_000;

export interface FirstAnswer {
  /** The connection ended, or the settings were wrong: nothing is left to do. */
  readonly ended: boolean;
  /** The id of an `initialize` that was answered here and is replayed to the protocol library. */
  readonly answeredId?: string | number;
}

/**
 * Answers `initialize`, `server/discover`, `tools/list` and `ping` on stdio from what the build
 * recorded, until a message needs the server; that message and the handshake are then put back on
 * standard input for the protocol library. What was recorded is that library's own answer.
 *
 * Undefined when the command line asks for anything but a plain start on stdio.
 */
export async function answerFirst(manifestFile: URL): Promise<FirstAnswer | undefined> {
  const argv = process.argv.slice(2);
  if (argv.some((word) => notPlain.has(word)) || isCommandName(argv[0])) return undefined;
  const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  try {
    const values = parseSettings(manifest.settings, { argv, env: process.env });
    const set = Object.keys(values);
    if (
      set.some((key) => slowSettings.has(key)) ||
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
  const replay: string[] = [];
  let pending: Buffer = Buffer.alloc(0);
  let version: string | undefined;
  let answeredId: string | number | undefined;

  const handOver = () => {
    process.off('SIGTERM', onStop).off('SIGINT', onStop);
    stdin.off('data', onData).off('end', onEnd).pause();
    const held = Buffer.concat([Buffer.from(replay.join('')), pending]);
    if (held.length > 0) stdin.unshift(held);
    resolve({ ended: false, ...(answeredId !== undefined && { answeredId }) });
  };
  const onEnd = () => resolve({ ended: true });
  const onData = (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let end = pending.indexOf(10); end !== -1; end = pending.indexOf(10)) {
      const line = pending.toString('utf8', 0, end);
      const found = recorded(line, manifest, version, withList);
      if (found.kind === 'unknown' || (found.kind === 'initialize' && version !== undefined))
        return handOver();
      if (found.kind !== 'answer') replay.push(`${line}\n`);
      if (found.kind === 'initialize') ({ id: answeredId, version } = found);
      if (found.kind !== 'initialized') {
        stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: found.id, result: found.result })}\n`);
      }
      pending = pending.subarray(end + 1);
    }
    if (pending.length > MAX_HELD_BYTES) handOver();
  };
  // Nothing runs yet, so there is nothing to drain.
  const onStop = () => process.exit(0);
  process.once('SIGTERM', onStop).once('SIGINT', onStop);
  stdin.on('data', onData).on('end', onEnd);
  return promise;
}
