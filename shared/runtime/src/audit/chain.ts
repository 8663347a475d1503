import { hash, randomBytes } from 'node:crypto';
import { canonicalJson, isCanonical } from './canonical-json.ts';
import { type RecordFields, recordFormat } from './record.ts';

/** Where a chain stands: what the next record is linked to. */
export interface ChainHead {
  /** 16 hex digits; names the chain, so that lines of another one are known as foreign. */
  readonly chain: string;
  /** Number of the last record, from 1; 0 before the first. */
  readonly seq: number;
  /** Hash of the last record. */
  readonly hash: string;
}

/** A line of the audit log that has the form of a record; whether its hash is right is another question. */
export interface ParsedLine extends ChainHead {
  /** The canonical JSON that was hashed. */
  readonly body: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What stands for the hash before the first record. */
export const genesisHash = '0'.repeat(64);

/** The start of a chain with a random name, before its first record. */
export function newChain(): ChainHead {
  return { chain: randomBytes(8).toString('hex'), seq: 0, hash: genesisHash };
}

/** `SHA-256(previous hash in hex || canonical JSON of the record without its hash)`, in hex. */
export function recordHash(previous: string, body: string): string {
  return hash('sha256', previous + body, 'hex');
}

/** Links a record to a chain. The hash is the last member of the line; all others are sorted. */
export function seal(head: ChainHead, fields: RecordFields): { line: string; head: ChainHead } {
  const seq = head.seq + 1;
  const record = inOrder(fields, head.chain, seq);
  const body = isCanonical(record.arguments) ? JSON.stringify(record) : canonicalJson(record);
  const sum = recordHash(head.hash, body);
  return { line: `${body.slice(0, -1)},"hash":"${sum}"}\n`, head: { chain: head.chain, seq, hash: sum } };
}

type MembersOf<Union> = Union extends unknown ? keyof Union : never;
type Members = { readonly [Member in MembersOf<RecordFields>]?: unknown };

/**
 * A record with its members in the order of the canonical JSON, so that it need not sort them. One object
 * of one shape costs a fraction of one that grows member by member; those that are undefined are left out
 * where it is written.
 */
function inOrder(fields: Members, chain: string, seq: number) {
  return {
    arguments: fields.arguments,
    argumentsHmac: fields.argumentsHmac,
    caller: fields.caller,
    chain,
    durationMs: fields.durationMs,
    effect: fields.effect,
    errorCode: fields.errorCode,
    id: fields.id,
    lost: fields.lost,
    method: fields.method,
    phase: fields.phase,
    previous: fields.previous,
    reason: fields.reason,
    refused: fields.refused,
    resultBytes: fields.resultBytes,
    seq,
    server: fields.server,
    status: fields.status,
    target: fields.target,
    time: fields.time,
    tornBytes: fields.tornBytes,
    tornSha256: fields.tornSha256,
    traceId: fields.traceId,
    v: recordFormat,
  } satisfies Record<MembersOf<RecordFields> | 'v' | 'chain' | 'seq', unknown>;
}

const ending = /,"hash":"([0-9a-f]{64})"\}$/;

/** Reads a line without its line feed; undefined when it is no record. */
export function parseLine(line: string): ParsedLine | undefined {
  const found = ending.exec(line);
  if (found?.[1] === undefined) return undefined;
  const body = `${line.slice(0, found.index)}}`;
  const fields = parseObject(body);
  if (typeof fields?.seq !== 'number' || typeof fields.chain !== 'string') return undefined;
  return { body, fields, chain: fields.chain, seq: fields.seq, hash: found[1] };
}

/** Reads a JSON object; undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // Not JSON is an expected answer here: torn and foreign lines are looked at too.
  }
}
