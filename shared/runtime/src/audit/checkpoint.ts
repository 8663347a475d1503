import { type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { type ChainHead, parseObject } from './chain.ts';

/** Unsigned records of a running server are signed after this long at the latest, milliseconds. */
export const signAfterMs = 10_000;

const states = ['opened', 'running', 'closed'] as const;

/**
 * What the writer was doing: it had just opened the log, it was writing it, or it had written its last record.
 * An end without `closed` is one that is still being written, or that nobody vouches for.
 */
export type CheckpointState = (typeof states)[number];

/** A signed statement on where a chain stood. */
export interface Checkpoint extends ChainHead {
  readonly state: CheckpointState;
  readonly time: string;
  readonly signature: string;
}

/** The signed checkpoints of an audit file lie beside it. */
export const checkpointPath = (file: string) => `${file}.checkpoint`;

/** Reads a checkpoint line; undefined when it is none. */
export function parseCheckpoint(line: string): Checkpoint | undefined {
  const { chain, seq, hash, state: said, time, signature } = parseObject(line) ?? {};
  const state = states.find((known) => known === said);
  return typeof chain === 'string' &&
    typeof seq === 'number' &&
    typeof hash === 'string' &&
    state !== undefined &&
    typeof time === 'string' &&
    typeof signature === 'string'
    ? { chain, seq, hash, state, time, signature }
    : undefined;
}

/** Whether the owner of the key made this checkpoint. */
export function isSignedBy({ signature, ...said }: Checkpoint, publicKey: KeyObject): boolean {
  return verify(null, Buffer.from(canonicalJson(said)), publicKey, Buffer.from(signature, 'base64'));
}

/** A checkpoint as a line, without its line feed. */
export function signCheckpoint(
  { chain, seq, hash }: ChainHead,
  state: CheckpointState,
  key: KeyObject,
): string {
  const body = { chain, seq, hash, state, time: new Date().toISOString() };
  const signature = sign(null, Buffer.from(canonicalJson(body)), key).toString('base64');
  return canonicalJson({ ...body, signature });
}
