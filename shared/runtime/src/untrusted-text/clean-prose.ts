import { replaceHidden } from './hidden-characters.ts';

/**
 * Prose that people wrote, without what they cannot see: titles, messages, descriptions. Line ends become `\n`;
 * every other hidden character is removed, flags of regions drawn with tag characters lose their region.
 */
export const cleanProse = (text: string): string => replaceHidden(text, removal);

function removal(character: string, next: string): string {
  if (character === '\r') return next === '\n' ? '' : '\n';
  // A line or paragraph separator ends a line.
  if (character === '\u{2028}' || character === '\u{2029}') return '\n';
  // Half a character is a fault of an encoder and no secret.
  return /[\u{D800}-\u{DFFF}]/u.test(character) ? '\u{FFFD}' : '';
}
