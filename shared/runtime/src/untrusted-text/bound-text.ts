/** A text that has a limit. */
export interface BoundedText {
  readonly text: string;
  /** UTF-16 units left out at the end; 0 where all is there. */
  readonly omitted: number;
}

/** How much of a text before the cut decides where its last grapheme ends, in UTF-16 units. */
const window = 256;
let segmenter: Intl.Segmenter | undefined;

/**
 * The beginning of a text that takes no more bytes than this when it is written as JSON, cut between graphemes:
 * no emoji, flag or accented letter is torn. A grapheme longer than 256 units is cut inside.
 */
export function boundText(text: string, maxBytes: number): BoundedText {
  // No unit takes more than six bytes.
  if (text.length * 6 <= maxBytes) return { text, omitted: 0 };
  const fits = fittingUnits(text, maxBytes);
  if (fits === text.length) return { text, omitted: 0 };
  const end = graphemeStart(text, fits);
  return { text: text.slice(0, end), omitted: text.length - end };
}

/** Bytes of a text as a JSON string, without its quotes. */
export function jsonTextBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/** How many units from the start fit; a pair of surrogates does as a whole. */
function fittingUnits(text: string, maxBytes: number): number {
  let room = maxBytes;
  let at = 0;
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    room -= bytesOf(code);
    if (room < 0) return at;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

/** As `JSON.stringify` writes it, in UTF-8. */
function bytesOf(code: number): number {
  if (code < 0x20) return code >= 8 && code <= 13 && code !== 11 ? 2 : 6;
  if (code < 0x80) return code === 0x22 || code === 0x5c ? 2 : 1;
  if (code < 0x800) return 2;
  if (code > 0xffff) return 4;
  return code >= 0xd800 && code <= 0xdfff ? 6 : 3;
}

/** The start of the grapheme that a cut would tear; the cut itself where it tears none. */
function graphemeStart(text: string, cut: number): number {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  const from = wholeUnit(text, Math.max(0, cut - window));
  const part = text.slice(from, wholeUnit(text, cut + window));
  const start = segmenter.segment(part).containing(cut - from)?.index;
  if (start === undefined) return cut;
  // A grapheme that fills the window has its start before it.
  return start === 0 && from > 0 ? cut : from + start;
}

const wholeUnit = (text: string, at: number) => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
};
