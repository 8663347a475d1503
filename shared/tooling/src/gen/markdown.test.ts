import { expect, it } from 'vitest';
import { prose, replaceSection, table } from './markdown.ts';

it('escapes bars and joins lines in cells', () => {
  expect(table(['A', 'B'], [['a|b', 'one\n  two']])).toBe('| A | B |\n| --- | --- |\n| a\\|b | one two |');
});

it('keeps the stars and angle brackets of plain text', () => {
  expect(prose('*.ext in it, **/*.ext, <path>')).toBe('\\*.ext in it, \\*\\*/\\*.ext, \\<path>');
});

it('replaces what stands between the markers and nothing else', () => {
  const text = 'before\n<!-- generated: x -->\nold\n<!-- end: x -->\nafter\n';
  expect(replaceSection(text, 'x', 'new')).toBe(
    'before\n<!-- generated: x -->\n\nnew\n\n<!-- end: x -->\nafter\n',
  );
  expect(replaceSection(replaceSection(text, 'x', 'new'), 'x', 'new')).toBe(replaceSection(text, 'x', 'new'));
});

it('refuses a text without the markers, naming them', () => {
  expect(() => replaceSection('nothing', 'tools', '')).toThrow('<!-- generated: tools -->');
});
