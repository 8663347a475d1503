import { describe, expect, it, test } from 'vitest';
import { blockText } from './block-text.ts';
import { pageText } from './page-text.ts';
import { readableText } from './readable-text.ts';
import { parseLink } from './references.ts';
import { slackTime, timeOf } from './times.ts';

const names = { user: (id: string) => (id === 'U1' ? 'ada' : undefined) };

test.each([
  ['<@U1> and <@U2|ben> and <@U3>', '@ada and @ben and @U3'],
  ['<#C1|quay> <#C2>', '#quay #C2'],
  ['<!here> <!subteam^S1|@pilots> <!date^1^{date}|noon>', '@here @pilots noon'],
  [
    '<https://a.example> <https://a.example|here> <mailto:a@b.example|a@b.example>',
    'https://a.example here (https://a.example) a@b.example (mailto:a@b.example)',
  ],
  ['a &lt;b&gt; &amp;amp; &quot;', 'a <b> &amp; &quot;'],
  ['1 < 2 > 0', '1 < 2 > 0'],
])('%s', (text, shown) => {
  expect(readableText(text, names)).toBe(shown);
});

describe('blocks', () => {
  it('give their text, however deep they are nested', () => {
    const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ elements: [inner] }), 'x');
    expect(blockText([deep])).toBe('');
    expect(
      blockText([
        { type: 'header', text: { type: 'plain_text', text: 'Head' } },
        { type: 'section', fields: [{ text: 'a' }, { text: 'b' }] },
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_list', elements: [{ elements: [{ type: 'text', text: 'one' }] }] }],
        },
        { type: 'image', alt_text: 'a crane' },
        7,
        null,
      ]),
    ).toBe('Head\nab\n- one\n[a crane]');
    expect(blockText([{ fallback: 'only this' }])).toBe('only this');
  });
});

it('a canvas is text with headings and lists', () => {
  const html =
    '<h1>A &amp; B</h1><p>x<br>y</p><ul><li>one</li><li>two &#233;</li></ul><script>evil()</script><style>p{}</style>&#xD800;';
  expect(pageText(html)).toBe('# A & B\n\nx\ny\n\n- one\n- two é\n&#xD800;');
});

test.each([
  [
    'https://harbour.slack.com/archives/C0GENERAL1/p1767225660000001',
    { channel: 'C0GENERAL1', ts: '1767225660.000001' },
  ],
  ['https://x.enterprise.slack.com/archives/G0GENERAL1', { channel: 'G0GENERAL1' }],
  [
    'https://a.slack.com/archives/C0GENERAL1/p1767225660000001?thread_ts=1767225600.000001&cid=C0',
    { channel: 'C0GENERAL1', ts: '1767225660.000001', threadTs: '1767225600.000001' },
  ],
  ['https://slack.com.evil.example/archives/C0GENERAL1', undefined],
  ['https://evilslack.com/archives/C0GENERAL1', undefined],
  ['not a link', undefined],
])('link %s', (link, parsed) => {
  expect(parseLink(link)).toEqual(parsed);
});

test('times', () => {
  const now = Date.parse('2026-05-02T00:00:00Z');
  expect(slackTime('24h', 'since', now)).toBe(`${Date.parse('2026-05-01T00:00:00Z') / 1_000}.000000`);
  expect(slackTime('2026-05-01', 'since', now)).toBe('1777593600.000000');
  expect(slackTime('1767225660.000001', 'since', now)).toBe('1767225660.000001');
  expect(() => slackTime('5', 'since', now)).toThrow('since is no time.');
  expect(timeOf('1767225660.000001')).toBe('2026-01-01T00:01:00Z');
});

test('the text of a page takes no longer for what has no end', () => {
  const many = 1_000_000;
  expect(pageText(`a${' '.repeat(many)}b`)).toHaveLength(many + 2);
  expect(pageText('<'.repeat(many))).toHaveLength(many);
  expect(pageText('<script '.repeat(many))).toBe('');
  expect(pageText(`a${'<h1 '.repeat(many)}`)).toHaveLength(4 * many);
});
