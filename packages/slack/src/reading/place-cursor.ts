import { makeCursor, readCursor } from '@portolan/runtime';
import type { Place } from '../api/scan-pages.ts';

/** Slack's own cursor, sealed with the question it belongs to; undefined at the end. */
export const sealCursor = (
  question: unknown,
  cursor: string | undefined,
): { readonly nextCursor?: string } =>
  cursor === undefined ? {} : { nextCursor: makeCursor(question, [cursor]) };

/** @throws ToolError `invalid_arguments` where it was made for another question */
export const openCursor = (question: unknown, cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : readCursor(question, cursor, 1)[0];

/** The same for a place in a scan. */
export const sealPlace = (question: unknown, place: Place | undefined): { readonly nextCursor?: string } =>
  place === undefined ? {} : { nextCursor: makeCursor(question, [place.cursor ?? '', String(place.skip)]) };

/** @throws ToolError `invalid_arguments` where it was made for another question */
export function openPlace(question: unknown, cursor: string | undefined): Place {
  const [at = '', skip = '0'] = cursor === undefined ? [] : readCursor(question, cursor, 2);
  return { cursor: at === '' ? undefined : at, skip: Math.max(0, Math.trunc(Number(skip)) || 0) };
}
