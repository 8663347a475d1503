/**
 * A text of this length is written as JSON in parts, never whole beside itself: base64 of a file, the content of
 * one that is to be written. UTF-16 units.
 */
export const HUGE_TEXT = 512 * 1024;
const PART = 32 * 1024;
/** Where huge texts are sought: not further down than a block's resource lies, nor in lists of many. */
const DEEPEST = 3;
const FEW = 8;

/** Whether a value is a huge text or, not far down, has one. */
export function holdsHuge(value: unknown, depth = DEEPEST): boolean {
  if (typeof value === 'string') return value.length >= HUGE_TEXT;
  if (typeof value !== 'object' || value === null || depth === 0 || 'toJSON' in value) return false;
  if (Array.isArray(value)) return value.length <= FEW && value.some((item) => holdsHuge(item, depth - 1));
  const members = Object.values(value);
  return members.length <= FEW && members.some((member) => holdsHuge(member, depth - 1));
}

/** What `JSON.stringify` makes of a text, in parts. */
export function* jsonTextParts(text: string): Generator<string, void> {
  yield '"';
  for (const part of textParts(text)) yield JSON.stringify(part).slice(1, -1);
  yield '"';
}

/** A text in parts of 32 Ki units; two units that are one character stay together. */
export function* textParts(text: string): Generator<string, void> {
  for (let at = 0; at < text.length; ) {
    const end = partEnd(text, at);
    yield text.slice(at, end);
    at = end;
  }
}

function partEnd(text: string, start: number): number {
  const end = start + PART;
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
