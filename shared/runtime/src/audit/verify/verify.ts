import { createHash, type KeyObject } from 'node:crypto';
import { type ParsedLine, parseLine } from '../chain.ts';
import { type LockHolder, lockHolder } from '../sinks/lock.ts';
import { ChainCheck } from './chain-check.ts';
import { CheckpointCheck } from './checkpoint-check.ts';
import type { VerifyReport } from './finding.ts';
import { Findings, type Place } from './findings.ts';
import { type RawLine, readLines } from './lines.ts';
import { type LogFile, logFiles } from './log-files.ts';

/** What a log is checked with. */
export interface VerifyOptions {
  /** Ed25519 public key of the checkpoints, PEM or key. */
  readonly publicKey?: KeyObject | string;
}

/**
 * Checks an audit file and the files rotated from it (`<file>.1`, …), streaming: memory does not grow with
 * the log. Finds edit, insertion, deletion and reorder by the chain. A shortened end, or a chain that was
 * computed anew, is found by checkpoints only. The server that writes the log may be running.
 *
 * @throws Error when the file cannot be read (`ENOENT`) or is no audit log
 */
export async function verifyAuditFile(path: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  for (let look = 1; ; look++) {
    const findings = new Findings();
    // Before the records: whatever a checkpoint was made for was on the disk by then.
    const checkpoints = await CheckpointCheck.load(path, findings, options.publicKey);
    const files = await logFiles(path);
    const verifier = new Verifier(findings, checkpoints);
    for (const file of files) await verifier.file(file);
    const names = files.map((file) => file.path);
    const writer = await lockHolder(`${path}.lock`);
    const report = verifier.finish(names, options.publicKey !== undefined, writer);
    // A server that ended while the log was read has signed its end meanwhile.
    if (report.verdict !== 'unproven' || look === mostLooks || !(await checkpoints.haveChanged()))
      return report;
  }
}

const mostLooks = 3;

class Verifier {
  readonly #findings: Findings;
  readonly #checkpoints: CheckpointCheck;
  readonly #chain: ChainCheck;
  readonly #openIntents = new Map<string, Place & { readonly target: string }>();
  #unreadable: RawLine[] = [];
  #records = 0;
  #place: Place = { file: '', line: 0 };

  constructor(findings: Findings, checkpoints: CheckpointCheck) {
    this.#findings = findings;
    this.#checkpoints = checkpoints;
    this.#chain = new ChainCheck(findings);
  }

  async file({ path: file, handle }: LogFile): Promise<void> {
    this.#place = { file, line: 0 };
    for await (const raw of readLines(file, handle)) {
      const record = parseLine(raw.bytes.toString('utf8'));
      if (record === undefined) this.#unreadable.push(raw);
      else {
        this.#place = { file, line: raw.number };
        this.#record(record, this.#place);
      }
    }
    this.#endOfFile(file);
  }

  finish(files: readonly string[], signed: boolean, writer: LockHolder | undefined): VerifyReport {
    this.#chain.finish();
    const { head } = this.#chain;
    this.#checkpoints.finish(head, this.#place, writer);
    for (const { target, ...place } of this.#openIntents.values()) {
      this.#findings.add('unknown_outcome', place, `Nobody knows how this call of ${target} ended.`);
    }
    const { count, lastSeq } = this.#checkpoints;
    const { verdict } = this.#findings;
    return {
      ok: verdict === 'ok' || verdict === 'being_written',
      verdict,
      files,
      records: this.#records,
      head,
      checkpoints: { count, signed: signed && count > 0, lastSeq },
      findings: this.#findings.list(files),
      omitted: this.#findings.omitted,
    };
  }

  #record(record: ParsedLine, place: Place): void {
    this.#records++;
    const { phase, id, reason, target, refused, lost } = record.fields;
    if (phase === 'recovered' && reason === 'torn_tail') this.#recovered(record, place);
    this.#flagUnreadable(place.file);
    this.#chain.record(record, place);
    this.#checkpoints.record(record, place);
    if (phase === 'intent' && typeof id === 'string')
      this.#openIntents.set(id, { ...place, target: String(target) });
    if (phase === 'outcome' && typeof id === 'string') this.#openIntents.delete(id);
    if (phase === 'recovered' && reason === 'sink_failure') {
      const detail = `The log could not be written for a time: ${refused} calls were refused, ${lost} reads left no record.`;
      this.#findings.add('sink_failure', place, detail);
    }
  }

  /** The torn bytes before a marker are explained if they are the very ones it was made for. */
  #recovered({ fields }: ParsedLine, place: Place): void {
    const bytes = Buffer.concat(
      this.#unreadable.flatMap((raw, index) => (index === 0 ? [raw.bytes] : [Buffer.from('\n'), raw.bytes])),
    );
    if (createHash('sha256').update(bytes).digest('hex') === fields.tornSha256) {
      this.#findings.add(
        'recovered',
        place,
        `A torn line of ${bytes.length} bytes was left behind by a crash.`,
      );
      this.#unreadable = [];
    } else if (this.#unreadable.length === 0) {
      this.#findings.add('deletion', place, 'The torn line that this record tells of is gone.');
    }
  }

  #flagUnreadable(file: string): void {
    for (const { number } of this.#unreadable) {
      this.#findings.add('edit', { file, line: number }, 'The line is not a record.');
    }
    this.#unreadable = [];
  }

  #endOfFile(file: string): void {
    const [only, ...more] = this.#unreadable;
    if (only !== undefined && more.length === 0 && !only.ended) {
      this.#findings.add(
        'torn_tail',
        { file, line: only.number },
        'The last line was cut off while it was written.',
      );
      this.#unreadable = [];
    }
    this.#flagUnreadable(file);
  }
}
