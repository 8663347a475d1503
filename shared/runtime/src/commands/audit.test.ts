import { expect, it } from 'vitest';
import { audit } from './audit.ts';

it.each([
  [['verify'], /^Usage: audit verify FILE/],
  [['check', 'audit.jsonl'], /^Usage: audit verify FILE/],
  [['verify', 'audit.jsonl', '--pubic-key', 'a'], /Usage: audit verify FILE/],
  [['verify', 'audit.jsonl', '--public-key', '/surely/not/there'], /--public-key is "\/surely\/not\/there"/],
])('audit %j says what is wrong', async (words, said) => {
  await expect(audit(words)).rejects.toThrow(said);
});
