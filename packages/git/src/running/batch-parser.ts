/** What an object name stands for. */
export interface ObjectInfo {
  readonly id: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  /** Of the content, bytes. */
  readonly size: number;
}

export interface ObjectContent extends ObjectInfo {
  readonly bytes: Buffer;
}

/** Without content for what was asked with `info`; undefined when there is no such object. */
export type BatchAnswer = ObjectInfo | ObjectContent | undefined;

/** Longest line before an object: an id, or the name that was asked for. */
const MAX_LINE = 4_096;
const LINE_END = 0x0a;
const known = /^([0-9a-f]{40}|[0-9a-f]{64}) (commit|tree|blob|tag) (\d{1,15})$/;
const unknown = / (?:missing|ambiguous|submodule)$/;

interface BatchReading {
  /** Whether the next answer brings its content. */
  readonly bringsContent: () => boolean;
  readonly deliver: (answer: BatchAnswer) => void;
  /** Content longer than this is not read, bytes. */
  readonly maxBytes: number;
}

/** Takes apart what `git cat-file --batch-command` prints, however it is cut into chunks. */
export class BatchParser {
  readonly #reading: BatchReading;
  #held = Buffer.alloc(0);
  #parts: Buffer[] = [];
  /** The object whose content is coming, and how much of it, its line end included, is still to come. */
  #coming: { readonly info: ObjectInfo; missing: number } | undefined;

  constructor(reading: BatchReading) {
    this.#reading = reading;
  }

  /** @throws Error when it is not what git prints, or more than may be read: then the child is of no use */
  push(chunk: Buffer): void {
    let rest: Buffer = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    while (rest.length > 0) {
      if (this.#coming) {
        rest = this.#take(rest, this.#coming);
        continue;
      }
      const end = rest.indexOf(LINE_END);
      if (end > MAX_LINE || (end === -1 && rest.length > MAX_LINE)) throw new Error('git printed no header.');
      if (end === -1) {
        this.#held = Buffer.from(rest);
        return;
      }
      this.#header(rest.toString('utf8', 0, end));
      rest = rest.subarray(end + 1);
    }
  }

  #header(line: string): void {
    const [, id, type, size] = known.exec(line) ?? [];
    if (id === undefined || !isType(type)) {
      if (!unknown.test(line)) throw new Error('git printed something else than a header.');
      this.#reading.deliver(undefined);
      return;
    }
    const info = { id, type, size: Number(size) };
    if (!this.#reading.bringsContent()) this.#reading.deliver(info);
    else if (info.size > this.#reading.maxBytes) throw new Error('The object is too big to be read whole.');
    else this.#coming = { info, missing: info.size + 1 };
  }

  #take(rest: Buffer, coming: { readonly info: ObjectInfo; missing: number }): Buffer {
    const part = rest.subarray(0, coming.missing);
    this.#parts.push(part);
    coming.missing -= part.length;
    if (coming.missing > 0) return Buffer.alloc(0);
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#coming = undefined;
    if (whole.at(-1) !== LINE_END) throw new Error('git printed more than it announced.');
    this.#reading.deliver({ ...coming.info, bytes: whole.subarray(0, -1) });
    return rest.subarray(part.length);
  }
}

const isType = (word: string | undefined): word is ObjectInfo['type'] =>
  word === 'commit' || word === 'tree' || word === 'blob' || word === 'tag';
