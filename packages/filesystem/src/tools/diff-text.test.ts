import { expect, it } from 'vitest';
import { unifiedDiff } from '../writing/diff.ts';
import { editAnswer, fencedDiff } from './diff-text.ts';

const ruler = '='.repeat(67);

it('fences a diff so that no line of it closes the fence', () => {
  expect(fencedDiff('+a\n')).toBe('```diff\n+a\n```\n\n');
  expect(fencedDiff('+```\n+````\n')).toBe('`````diff\n+```\n+````\n`````\n\n');
});

it('answers an edit as the official server does, with the path on one line', async () => {
  const diff = await unifiedDiff('a.txt', 'one\ntwo\n', 'one\nthree\n');
  expect(editAnswer('/r/a\nb.txt', diff)).toBe(
    `\`\`\`diff\nIndex: /r/a\\nb.txt\n${ruler}\n--- /r/a\\nb.txt\toriginal\n+++ /r/a\\nb.txt\tmodified\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n\`\`\`\n\n`,
  );
});

it('answers an edit that changes nothing with the header alone', () => {
  expect(editAnswer('/r/a', '')).toBe(
    `\`\`\`diff\nIndex: /r/a\n${ruler}\n--- /r/a\toriginal\n+++ /r/a\tmodified\n\`\`\`\n\n`,
  );
});
