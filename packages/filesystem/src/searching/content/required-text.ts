import type { Pattern } from './pattern.ts';

/** The longest text every match holds; empty where there is none. Lines without it need no engine at all. */
export function requiredText(pattern: Pattern): string {
  if (pattern.kind === 'text') return pattern.text;
  if (pattern.kind === 'repeat') return pattern.min > 0 ? requiredText(pattern.item) : '';
  if (pattern.kind !== 'sequence') return '';
  return pattern.items
    .map(requiredText)
    .reduce((best, text) => (text.length > best.length ? text : best), '');
}
