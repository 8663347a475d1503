import type { ToolOutput } from '../definition/tool.ts';
import { HUGE_TEXT } from '../json/huge-text.ts';
import { writtenJson } from '../json/written-json.ts';

/** The most that JSON makes of one byte of UTF-8: an escape such as \u0001. */
const MAX_ESCAPE_BYTES = 6;
/** `{"structured":` and `,"content":` and the end. */
const FRAME_BYTES = 27;
/** The longest number in JSON, -1.2345678901234567e-300. */
const MAX_NUMBER_BYTES = 24;

/**
 * The size of an answer as JSON, bytes. Writing that JSON only to measure it costs as much as answering,
 * so a size that is far from the limit is counted without the escapes in its texts.
 */
export function answerBytes(answer: ToolOutput, limit: number): number {
  const last = { text: '', bytes: 0, longest: 0 };
  const json = writtenJson(answer.structured);
  const structured = json === undefined ? countBytes(answer.structured, last) : textBytes(json, last);
  const unescaped = FRAME_BYTES + structured + countBytes(answer.content, last);
  if (unescaped * MAX_ESCAPE_BYTES <= limit) return unescaped;
  return last.longest < HUGE_TEXT ? Buffer.byteLength(JSON.stringify(answer)) : bytesWithHuge(answer);
}

/** The size as JSON, which is written without the texts that alone are larger than most answers. */
function bytesWithHuge(answer: ToolOutput): number {
  let apart = 0;
  const json = JSON.stringify(answer, (_key, value: unknown) => {
    if (typeof value !== 'string' || value.length < HUGE_TEXT || mayNeedEscape.test(value)) return value;
    apart += Buffer.byteLength(value);
    return '';
  });
  return apart + Buffer.byteLength(json);
}

/** What JSON writes as something else; base64 has none of it. */
const mayNeedEscape = /[^ !#-[\]-~]/;

/** Shorter texts are counted sooner than compared. */
const LONG_TEXT = 256;

/** The long text that was counted last: many answers carry one twice. */
interface LastText {
  text: string;
  bytes: number;
  /** The length of the longest so far. */
  longest: number;
}

function countBytes(value: unknown, last: LastText): number {
  if (typeof value === 'string') return textBytes(value, last) + 2;
  if (typeof value !== 'object' || value === null) return MAX_NUMBER_BYTES;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const item of value) bytes += countBytes(item, last) + 1;
    return bytes;
  }
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) bytes += key.length + 4 + countBytes(member, last);
  }
  return bytes;
}

function textBytes(text: string, last: LastText): number {
  if (text.length < LONG_TEXT) return Buffer.byteLength(text);
  if (text !== last.text) {
    last.text = text;
    last.longest = Math.max(last.longest, text.length);
    last.bytes = Buffer.byteLength(text);
  }
  return last.bytes;
}
