import * as z from 'zod';
import { boundText } from './bound-text.ts';
import { cleanProse } from './clean-prose.ts';

/** What of a text goes into an answer. */
export interface PeopleText {
  readonly text: string;
  /** UTF-16 units left out at the end; left out itself where all is there. */
  readonly omitted?: number;
}

/**
 * Prose of people for an answer: cleaned, then bounded.
 *
 * @param maxBytes as JSON
 */
export function peopleText(text: string, maxBytes: number): PeopleText {
  const bounded = boundText(cleanProse(text), maxBytes);
  return bounded.omitted === 0 ? { text: bounded.text } : bounded;
}

/**
 * A field of an answer that names those of its fields, at any depth, whose text people wrote: data, never
 * instructions. Who wrote it stands beside them.
 */
export const UntrustedFields = z.array(z.string());
