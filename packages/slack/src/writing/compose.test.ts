import { describe, expect, it, test } from 'vitest';
import { compose } from './compose.ts';

const blocksOf = async (markdown: string) => JSON.stringify((await compose(markdown)).blocks);

describe('a link whose label names another host shows its address', () => {
  it.each([
    'bank.example',
    'https://bank.example/login',
    'Visit https://bank.example',
    'Sign in at bank.example now',
    '(bank.example)',
    '**bank.example**',
    'bank\u{200b}.example',
    'bank。example',
    'bank．example',
    'evil.example bank.example',
    '192.168.0.1',
    'bаnk.example',
  ])('%s', async (label) => {
    const url = 'https://evil.example/?q=secret';
    expect(await blocksOf(`[${label}](${url})`)).toContain(` (${url})`);
  });

  it.each([
    'the table',
    'evil.example',
    'https://evil.example/?q=secret',
    'Version 2',
    'e.g. this',
    'see it.',
  ])('but not %s', async (label) => {
    expect(await blocksOf(`[${label}](https://evil.example/?q=secret)`)).not.toContain(' (https');
  });
});

test('Markdown nested too deep to lay out is posted as text', async () => {
  const deep = `${'- '.repeat(5_900)}a`;
  expect(await compose(deep)).toMatchObject({ text: deep, blocks: undefined });
});

test.each(['*a_', '__a**', '~~a*'])(
  'a paragraph of 12,000 characters of %s is posted as text, which takes no time',
  async (part) => {
    const tangled = part.repeat(12_000 / part.length);
    expect(await compose(tangled)).toMatchObject({ text: tangled, blocks: undefined });
  },
);

test.each([
  ['names', 'take_all_of_it '.repeat(800)],
  ['bold words', 'some **bold** words '.repeat(240)],
  ['paragraphs', '**a** and _b_\n\n'.repeat(700)],
])('many %s are laid out', async (_what, markdown) => {
  expect(await compose(markdown)).toMatchObject({ blocks: [{ type: 'rich_text' }] });
});
