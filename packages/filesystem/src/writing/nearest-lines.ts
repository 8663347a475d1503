import { showName } from '../roots/show.ts';
import type { Editable } from './editable.ts';
import { type Line, lineAt, linesOf } from './matching.ts';

const MAX_SHOWN = 120;
/** Lines compared; a hint is not worth more. */
const MAX_COMPARED = 1_000_000;
/** The most units of one character in any text that is held. */
const MAX_CHARACTER_UNITS = 4;
const shorten = (line: string) => showName(line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line);
const loose = (line: string) => line.toLowerCase().replaceAll(/\s+/g, '');

/**
 * Where a text that does not occur nearly does: the place where most of its lines follow each other, and
 * the first line that differs. Undefined when no line of it is there.
 *
 * @param text of the file as it is by now
 */
export function nearestHint(file: Editable, text: string, oldText: string): string | undefined {
  const [wanted, lines] = [filledLines(file.forms(oldText)[0] ?? oldText), filledLines(text)];
  const asked = Array.from({ length: wanted.length }, (_, index) => wanted.looseAt(index));
  let best = { at: -1, equal: 0 };
  let compared = 0;
  for (let at = 0; at < lines.length && compared < MAX_COMPARED; at++) {
    compared++;
    if (lines.looseAt(at) !== asked[0]) continue;
    let equal = 1;
    while (equal < asked.length && lines.looseAt(at + equal) === asked[equal]) equal++;
    compared += equal;
    if (equal > best.equal) best = { at, equal };
  }
  const line = lines.at(best.at);
  if (line === undefined) return undefined;
  const differing = lines.at(best.at + best.equal);
  const missing = wanted.at(best.equal);
  const show = (line: Line) => shorten(file.shown(line.text.slice(0, MAX_CHARACTER_UNITS * (MAX_SHOWN + 1))));
  const from = `It is nearest at line ${lineAt(text, line.start)}`;
  if (differing === undefined || missing === undefined)
    return `${from}, where white space or letter case differs.`;
  return `${from}; line ${lineAt(text, differing.start)} there is "${show(differing)}", not "${show(missing)}".`;
}

/** The lines of a text that are not blank. */
function filledLines(text: string) {
  const lines = linesOf(text);
  const places = new Int32Array(lines.length);
  let length = 0;
  for (let index = 0; index < lines.length; index += 1) {
    if (lines.at(index)?.text.trim() !== '') places[length++] = index;
  }
  const at = (index: number) => (index < length ? lines.at(places[index] ?? -1) : undefined);
  const looseAt = (index: number) => {
    const line = at(index);
    return line === undefined ? undefined : loose(line.text);
  };
  return { length, at, looseAt };
}
