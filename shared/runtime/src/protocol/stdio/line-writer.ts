import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { createLineRoom, isLongLine, type LineRoom, lineOf, type Piece, partsOf } from './line-room.ts';

/** Hears that a line is on its way, or why it cannot be written. */
export type OnWritten = (error?: Error) => void;

/** Writes lines to a client, few or many at a time. */
export interface LineWriter {
  /**
   * Takes a line, its line feed included. Lines leave in order, soon, those of one turn together.
   *
   * @param more whether more lines are about to come: then this one waits as long as each turn brings another,
   *   so that the answers to many calls wake their client once
   */
  write(pieces: readonly Piece[], onWritten: OnWritten, more?: boolean): void;
}

/**
 * With so many bytes gathered they leave at once: a client then works on the first answers of many while
 * the others are made.
 */
const ENOUGH_BYTES = 32 * 1024;
/** The same for short ones: what a client waits longest for is the others' turns. */
const ENOUGH_LINES = 8;
/** Room for the lines that are gathered; a longer one leaves alone. */
const ROOM_BYTES = 128 * 1024;

/**
 * Writes lines to a stream. To a pipe, a socket or a file they go without the stream's own queue while it
 * is empty, which is most of what writing a short answer costs; what the client does not take at once goes
 * through the stream, so a slow client never holds up this process.
 */
export function createLineWriter(stream: Writable): LineWriter {
  const fd = plainDescriptor(stream);
  let room: LineRoom | undefined;
  let waiting: OnWritten[] = [];
  /** The lines behind a long one that leaves; undefined while none does. */
  let behind: Parameters<LineWriter['write']>[] | undefined;

  const flush = () => {
    departure.gone();
    if (room === undefined || waiting.length === 0) return;
    const { bytes } = room;
    const written = waiting;
    waiting = [];
    room.clear();
    const taken = fd !== undefined && stream.writableLength === 0 ? writeWhatFits(fd, bytes) : 0;
    if (taken === bytes.length) for (const onWritten of written) onWritten();
    else throughStream(stream, Buffer.from(bytes.subarray(taken)), written);
  };
  const departure = createDeparture(() => waiting.length, flush);
  const inParts = (pieces: readonly Piece[], onWritten: OnWritten) => {
    const lines: Parameters<LineWriter['write']>[] = [];
    behind = lines;
    writeInParts(stream, pieces, (error) => {
      behind = undefined;
      onWritten(error);
      for (const line of lines) write(...line);
    });
  };
  const write: LineWriter['write'] = (pieces, onWritten, more = false) => {
    if (behind !== undefined) {
      behind.push([pieces, onWritten, more]);
      return;
    }
    room ??= createLineRoom(ROOM_BYTES);
    if (!room.add(pieces)) {
      flush();
      if (!room.add(pieces)) {
        if (isLongLine(pieces)) inParts(pieces, onWritten);
        else throughStream(stream, lineOf(pieces), [onWritten]);
        return;
      }
    }
    waiting.push(onWritten);
    if (room.bytes.length >= ENOUGH_BYTES) flush();
    else departure.set(more);
  };
  return { write };
}

/** When the lines that are gathered leave. */
interface Departure {
  /** At the end of this turn or, where more lines are about to come, after the first turn that brings none. */
  set(more: boolean): void;
  /** They left already. */
  gone(): void;
}

function createDeparture(gathered: () => number, leave: () => void): Departure {
  let scheduled: 'soon' | 'later' | undefined;
  const later = (before: number) => {
    if (scheduled !== 'later') return;
    if (gathered() === before || gathered() >= ENOUGH_LINES) leave();
    else setImmediate(later, gathered());
  };
  return {
    set(more) {
      if (scheduled === 'soon' || (more && scheduled === 'later')) return;
      scheduled = more ? 'later' : 'soon';
      if (more) setImmediate(later, 0);
      else process.nextTick(leave);
    },
    gone() {
      scheduled = undefined;
    },
  };
}

function throughStream(stream: Writable, rest: Buffer | string, written: readonly OnWritten[]): void {
  stream.write(rest, (error) => {
    for (const onWritten of written) onWritten(error ?? undefined);
  });
}

/**
 * One part is on its way at a time, so that a long line costs no more memory than its own texts, however slow
 * the client.
 */
function writeInParts(stream: Writable, pieces: readonly Piece[], onWritten: OnWritten): void {
  const parts = partsOf(pieces);
  const next = (error?: Error | null) => {
    const part = error ? undefined : parts.next();
    if (part?.done === false) stream.write(part.value, next);
    else onWritten(error ?? undefined);
  };
  next();
}

/** The count of bytes that the kernel took; whatever stopped it, the stream will meet again and report. */
function writeWhatFits(fd: number, bytes: Buffer): number {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(fd, bytes, written);
  } catch {
    return written;
  }
  return written;
}

/** The descriptor of a stream that can be written to directly: Node set it not to block, or it is a file. */
function plainDescriptor(stream: Writable): number | undefined {
  if (process.platform === 'win32' || !('fd' in stream) || typeof stream.fd !== 'number') return undefined;
  return 'isTTY' in stream && stream.isTTY ? undefined : stream.fd;
}
