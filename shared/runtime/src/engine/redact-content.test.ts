import { expect, it } from 'vitest';
import type { ContentBlock } from '../definition/content.ts';
import { createRedactor } from '../redact/redactor.ts';
import { redactBlock } from './redact-content.ts';

const redactor = createRedactor({ secrets: ['correct-horse-battery'] });
const said = 'The word is correct-horse-battery.';

it('takes a secret out of a text and out of the text of an embedded resource', () => {
  const blocks: readonly ContentBlock[] = [
    { type: 'text', text: said },
    { type: 'resource', resource: { uri: 'note:///a', mimeType: 'text/plain', text: said } },
  ];
  for (const block of blocks) {
    const redacted = redactBlock(redactor, block);
    expect(JSON.stringify(redacted)).not.toContain('correct-horse-battery');
    expect(JSON.stringify(redacted)).toContain('The word is ');
  }
});

it.each<ContentBlock>([
  { type: 'image', data: 'AAE=', mimeType: 'image/png' },
  { type: 'resource', resource: { uri: 'note:///a', blob: 'AAE=' } },
  { type: 'resource_link', uri: 'note:///a', name: 'a' },
])('leaves a block of the type $type alone', (block) => {
  expect(redactBlock(redactor, block)).toEqual(block);
});
