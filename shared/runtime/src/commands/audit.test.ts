import { expect, it } from 'vitest';
import { audit } from './audit.ts';

it.each([
  [['verify'], /^Usage: audit verify FILE/],
  [['check', 'audit.jsonl'], /^"audit check" is no command\.\nUsage: audit verify FILE/],
  [
    ['vrify', 'audit.jsonl'],
    /^"audit vrify" is no command\. Did you mean verify\?\nUsage: audit verify FILE/,
  ],
  [['verify', 'a.jsonl', 'b.jsonl'], /^Usage: audit verify FILE/],
  [['verify', 'nope'], /^The audit log "nope" cannot be checked: there is no such file\.$/],
  [['verify', import.meta.dirname], /^The audit log ".*commands" cannot be checked: it is a folder\.$/],
  [['verify', 'audit.jsonl', '--pubic-key', 'a'], /Usage: audit verify FILE/],
  [
    ['verify', 'audit.jsonl', '--public-key', '/surely/not/there'],
    /^--public-key \/surely\/not\/there: there is no such file\.$/,
  ],
  [
    ['verify', 'audit.jsonl', '--public-key', import.meta.filename],
    /^--public-key .*audit\.test\.ts: it must hold an Ed25519 public key as PEM\.$/,
  ],
])('audit %j says what is wrong', async (words, said) => {
  await expect(audit(words)).rejects.toThrow(said);
});
