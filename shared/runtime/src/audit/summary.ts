import { isSecretKey } from '../redact/key-names.ts';
import type { Redactor } from '../redact/types.ts';

const longestText = 160;
/** Redaction looks this much further than what is kept, so that a secret at the cut is whole enough to be known. */
const lookAhead = 512;
const mostMembers = 16;
const mostItems = 8;
const deepest = 4;
/** Characters of text in one summary. */
const budget = 2048;

/**
 * What an audit record shows of arguments: the same shape, redacted, with long texts and lists cut and
 * the cut marked. At most about 2 KiB whatever comes in, and the work is bounded too.
 */
export function summarize(value: unknown, redactor: Redactor): unknown {
  return new Summary(redactor).of(value, 0);
}

/** One text for a record: redacted first, then cut. */
export function boundedText(value: string, redactor: Redactor, longest: number): string {
  const text = redactor.text(value.slice(0, longest + lookAhead));
  if (value.length <= longest + lookAhead && text.length <= longest) return text;
  return `${text.slice(0, longest).toWellFormed()}…(${value.length} characters)`;
}

class Summary {
  readonly #redactor: Redactor;
  #left = budget;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  of(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (this.#left <= 0) return '…';
    if (Array.isArray(value)) {
      if (depth >= deepest) return `…(${value.length} items)`;
      const items = value.slice(0, mostItems).map((item) => this.of(item, depth + 1));
      return value.length > mostItems ? [...items, `…(${value.length} items)`] : items;
    }
    return depth >= deepest ? '…' : this.#members(value, depth);
  }

  #members(value: object, depth: number): unknown {
    const members = Object.entries(value);
    const kept: [string, unknown][] = [];
    for (const [key, member] of members.slice(0, mostMembers)) {
      if (this.#left <= 0) break;
      const hidden = isSecretKey(key) && member !== null && typeof member !== 'boolean' && member !== '';
      kept.push([this.#text(key), hidden ? '[redacted:secret]' : this.of(member, depth + 1)]);
    }
    if (kept.length < members.length) kept.push(['…', `${members.length} members`]);
    return Object.fromEntries(kept);
  }

  #text(value: string): string {
    const text = boundedText(value, this.#redactor, Math.max(0, Math.min(longestText, this.#left)));
    this.#left -= text.length;
    return text;
  }
}
