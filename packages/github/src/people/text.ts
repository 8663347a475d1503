import { boundText, cleanProse, peopleText, showHidden } from '@portolan/runtime/untrusted-text';

/** Code in a comment of HTML is shown, so it stays. */
const commentsOfHtml = /(```[\s\S]*?```|~~~[\s\S]*?~~~|`[^`\n]*`)|<!--[\s\S]*?(?:-->|$)/g;

/**
 * Markdown as people see it: comments of HTML are no more visible on GitHub than characters without a form.
 *
 * @param maxBytes as JSON
 */
export function bodyText(
  markdown: string | null | undefined,
  maxBytes: number,
): { readonly body: string; readonly bodyOmitted?: number } {
  const visible = cleanProse(markdown ?? '').replaceAll(commentsOfHtml, '$1');
  const { text, omitted } = boundText(visible.trim(), maxBytes);
  return omitted === 0 ? { body: text } : { body: text, bodyOmitted: omitted };
}

/** One line of people: a title, a name. */
export const lineOf = (text: string | null | undefined): string =>
  peopleText((text ?? '').replaceAll(/[\r\n]+/g, ' '), 400).text;

/** A name by which something is found again, such as a branch or a path: what is hidden in it is written out. */
export const nameOf = (name: string): string => boundText(showHidden(name), 1_000).text;
