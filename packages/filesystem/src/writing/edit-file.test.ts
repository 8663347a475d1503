import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepsOf } from '../test-steps.ts';
import { refusal, sandbox } from '../test-support.ts';

describe('an edit', () => {
  it.each([
    ['LF', 'a\nb\nc\n', 'b', 'B', 'a\nB\nc\n'],
    ['CRLF, one line', 'a\r\nb\r\nc\r\n', 'b', 'B\nB2', 'a\r\nB\r\nB2\r\nc\r\n'],
    ['CRLF, several lines', 'a\r\nb\r\nc\r\n', 'a\nb', 'x\ny', 'x\r\ny\r\nc\r\n'],
    ['CRLF asked, LF there', 'a\nb\n', 'a\r\nb', 'x\r\ny', 'x\ny\n'],
    ['mixed endings', 'a\r\nb\nc\r\n', 'b\nc', 'x\ny', 'a\r\nx\ny\r\n'],
    ['no newline at all', 'abc', 'b', 'X\nY', 'aX\nYc'],
    ['a byte order mark', '\ufeffa\n', 'a', 'b', '\ufeffb\n'],
    ['dollars in the replacement', 'a', 'a', '$& $1 $$', '$& $1 $$'],
    ['regular expression characters', 'f(x) = [a-z]*?', '(x) = [a-z]*', '(y)', 'f(y)?'],
    ['removal', 'a\nb\nc\n', 'b\n', '', 'a\nc\n'],
    ['astral characters', 'x😀y', '😀', '🎉', 'x🎉y'],
  ])('keeps what it does not change: %s', async (_, content, oldText, newText, expected) => {
    const { files, put } = sandbox();
    const path = put('file', content);
    const edited = await files.edit('file', [{ oldText, newText }]);
    expect(readFileSync(path, 'utf8')).toBe(expected);
    expect(edited).toMatchObject({ changed: true, dryRun: false, size: Buffer.byteLength(expected) });
    expect((await files.readText('file')).hash).toBe(edited.hash);
    const wide = put('wide', Buffer.from(`\ufeff${content}`, 'utf16le').swap16());
    await files.edit('wide', [{ oldText, newText }]);
    expect(Buffer.from(readFileSync(wide)).swap16().toString('utf16le')).toBe(`\ufeff${expected}`);
  });

  it('leaves bytes alone that are not UTF-8', async () => {
    const { files, put } = sandbox();
    const path = put(
      'file',
      Buffer.concat([Buffer.from([0xff, 0xfe, 0x80, 0x0a]), Buffer.from('grüße\nend\n')]).subarray(1),
    );
    await files.edit('file', [{ oldText: 'grüße', newText: 'Grüße' }]);
    expect(readFileSync(path)).toEqual(
      Buffer.concat([Buffer.from([0xfe, 0x80, 0x0a]), Buffer.from('Grüße\nend\n')]),
    );
    const latin = put('latin', Buffer.from('gr\u00fc\u00dfe\n', 'latin1'));
    await files.edit('latin', [{ oldText: 'ü', newText: 'Ü' }]);
    expect(readFileSync(latin)).toEqual(Buffer.from('gr\u00dc\u00dfe\n', 'latin1'));
    expect((await refusal(() => files.edit('latin', [{ oldText: 'Ü', newText: '日' }]))).code).toBe(
      'invalid_arguments',
    );
  });

  it.each(['日本語', 'grüße', '😀'])(
    'of a large file finds and shows characters such as %s',
    async (word) => {
      const { files, put } = sandbox();
      const line = (name: string) => `${name} ${word}\r\n`;
      const before = Array.from({ length: 60_000 }, (_, index) => line(`line ${index}`));
      const path = put('file', `\ufeff${before.join('')}`);
      const edited = await files.edit('file', [
        { oldText: `line 30000 ${word}\n`, newText: `new ${word}\nlines ${word}\n` },
      ]);
      expect(edited.diff).toContain(
        ` line 29999 ${word}\n-line 30000 ${word}\n+new ${word}\n+lines ${word}\n line 30001 ${word}\n`,
      );
      before[30_000] = line('new') + line('lines');
      const expected = `\ufeff${before.join('')}`;
      expect(readFileSync(path, 'utf8')).toBe(expected);
      expect(edited.size).toBe(Buffer.byteLength(expected));
      const missing = { oldText: `line 500 ${word}\nand no more ${word}`, newText: '' };
      expect((await refusal(() => files.edit('file', [missing]))).message).toContain(
        `line 502 there is "line 501 ${word}", not "and no more ${word}".`,
      );
    },
  );

  it('shows what is UTF-8 in a marked file that is not all so', async () => {
    const { files, put } = sandbox();
    put('file', Buffer.concat([Buffer.from('\ufeffgrüße\n'), Buffer.from([0xff, 0x0a])]));
    const { diff } = await files.edit('file', [{ oldText: 'grüße', newText: 'Grüße' }]);
    expect(diff).toContain('-grüße\n+Grüße\n \ufffd\n');
  });

  it('with very long texts is refused before anything is read', async () => {
    const { files } = sandbox();
    const newText = 'x'.repeat(1024 * 1024);
    const [one, lines] = [
      await refusal(() => files.edit('none', [{ oldText: 'a', newText }])),
      await refusal(() => files.editLines('none', { startLine: 1, endLine: 1 }, `${newText}x`)),
    ];
    expect([one.code, lines.code]).toEqual(['too_large', 'too_large']);
  });

  it('of several matches is refused with their lines, unless all are meant', async () => {
    const { files, put } = sandbox();
    const path = put('file', 'x\na\nx\nx\n');
    const error = await refusal(() => files.edit('file', [{ oldText: 'x', newText: 'y' }]));
    expect(error).toMatchObject({ code: 'ambiguous', data: { matches: 3, lines: [1, 3, 4] } });
    expect(readFileSync(path, 'utf8')).toBe('x\na\nx\nx\n');
    const edited = await files.edit('file', [{ oldText: 'x', newText: 'y', replaceAll: true }]);
    expect(edited.applied).toEqual([{ line: 1, replacements: 3, tolerant: false }]);
    expect(readFileSync(path, 'utf8')).toBe('y\na\ny\ny\n');
  });

  it('sees overlapping matches as several', async () => {
    const { files, put } = sandbox();
    const path = put('file', 'aaa');
    expect((await refusal(() => files.edit('file', [{ oldText: 'aa', newText: 'b' }]))).code).toBe(
      'ambiguous',
    );
    await files.edit('file', [{ oldText: 'aa', newText: 'b', replaceAll: true }]);
    expect(readFileSync(path, 'utf8')).toBe('ba');
  });

  it('of nothing is refused, and what is nearest is said', async () => {
    const { files, put } = sandbox();
    put('file', 'function a() {\n  return 1;\n}\n');
    const error = await refusal(() =>
      files.edit('file', [{ oldText: 'function a() {\n  return 2;\n}', newText: '' }]),
    );
    expect(error.code).toBe('not_found');
    expect(error.message).toContain('line 2 there is "  return 1;", not "  return 2;"');
    expect((await refusal(() => files.edit('file', [{ oldText: '', newText: 'x' }]))).code).toBe(
      'invalid_arguments',
    );
    expect((await refusal(() => files.edit('file', []))).code).toBe('invalid_arguments');
    expect((await refusal(() => files.edit('none', [{ oldText: 'a', newText: '' }]))).code).toBe('not_found');
  });

  it('tolerates other white space around lines when that is unambiguous', async () => {
    const { files, put } = sandbox();
    const path = put('file', 'if (x) {\n\tfoo();\n\tbar();\n}\n');
    const edited = await files.edit('file', [
      { oldText: 'foo();\nbar();', newText: 'foo();\nif (y) {\n  baz();\n}' },
    ]);
    expect(edited.applied[0]?.tolerant).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('if (x) {\n\tfoo();\n\tif (y) {\n\t  baz();\n\t}\n}\n');
    put('file', ' a\n b\n-\n  a\n  b\n');
    expect((await refusal(() => files.edit('file', [{ oldText: 'a\nb', newText: '' }]))).code).toBe(
      'ambiguous',
    );
    expect((await refusal(() => files.edit('file', [{ oldText: ' \n\n \n', newText: '' }]))).code).toBe(
      'not_found',
    );
  });

  it('sees what the edits before it left, all or none', async () => {
    const { files, put } = sandbox();
    const path = put('file', 'a\n');
    await files.edit('file', [
      { oldText: 'a', newText: 'b' },
      { oldText: 'b', newText: 'c' },
    ]);
    expect(readFileSync(path, 'utf8')).toBe('c\n');
    const error = await refusal(() =>
      files.edit('file', [
        { oldText: 'c', newText: 'd' },
        { oldText: 'missing', newText: '' },
      ]),
    );
    expect(error.message).toContain('edit 2');
    expect(readFileSync(path, 'utf8')).toBe('c\n');
  });

  it('that changes nothing writes nothing; a dry run neither', async () => {
    const { files, put } = sandbox();
    const { ino } = statSync(put('file', 'a\n'));
    const same = await files.edit('file', [{ oldText: 'a', newText: 'a' }]);
    expect(same).toMatchObject({ changed: false, diff: '' });
    const dry = await files.edit('file', [{ oldText: 'a', newText: 'b' }], { dryRun: true });
    expect(dry).toMatchObject({ changed: true, dryRun: true, hash: same.hash });
    expect(dry.diff).toContain('-a\n+b\n');
    const { root } = { root: (await files.readText('file')).path };
    expect(statSync(root).ino).toBe(ino);
  });

  it('checks ifMatch', async () => {
    const { files, put } = sandbox();
    const path = put('file', 'a\n');
    const { hash } = await files.readText('file');
    put('file', 'a changed\n');
    expect(
      (await refusal(() => files.edit('file', [{ oldText: 'a', newText: 'b' }], { ifMatch: hash }))).code,
    ).toBe('conflict');
    expect(readFileSync(path, 'utf8')).toBe('a changed\n');
  });

  it('of what is no text or too large is refused', async () => {
    const { files, put } = sandbox();
    put('binary', Buffer.alloc(100));
    expect((await refusal(() => files.edit('binary', [{ oldText: 'a', newText: '' }]))).code).toBe(
      'unsupported',
    );
    put('large', 'a'.repeat(4 * 1024 * 1024 + 1));
    expect((await refusal(() => files.edit('large', [{ oldText: 'b', newText: '' }]))).code).toBe(
      'too_large',
    );
  });
});

it('loses none of 20 concurrent edits', async () => {
  const { files, put } = sandbox();
  const path = put('file', Array.from({ length: 20 }, (_, index) => `slot-${index};\n`).join(''));
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      files.edit('file', [{ oldText: `slot-${index};`, newText: `done-${index};` }]),
    ),
  );
  expect(readFileSync(path, 'utf8')).toBe(
    Array.from({ length: 20 }, (_, index) => `done-${index};\n`).join(''),
  );
});

it('is bounded for texts made to be slow', async () => {
  const { files, put } = sandbox();
  put('same', 'a'.repeat(1_000_000));
  put('lines', 'a\n'.repeat(500_000));
  const calls = [
    () => files.edit('same', [{ oldText: `${'a'.repeat(100_000)}b`, newText: '' }]),
    () => files.edit('same', [{ oldText: 'a'.repeat(100_000), newText: '' }]),
    () => files.edit('same', [{ oldText: 'a', newText: 'b', replaceAll: true }]),
    () => files.edit('lines', [{ oldText: `${' a\n'.repeat(100_000)} b`, newText: '' }]),
  ];
  const codes: string[] = [];
  const steps = await stepsOf(async () => {
    for (const call of calls) codes.push((await refusal(call)).code);
  });
  expect(codes).toEqual(['not_found', 'ambiguous', 'too_large', 'not_found']);
  // Some 30 for each character; what grows with the square takes a thousand times as many.
  expect(steps).toBeLessThan(100_000_000);
});

describe('the diff', () => {
  it('is a unified one with the right line numbers deep in a large file', async () => {
    const { files, put } = sandbox();
    put('file', Array.from({ length: 50_000 }, (_, index) => `line ${index + 1}\n`).join(''));
    const { diff } = await files.edit('file', [{ oldText: 'line 40000\n', newText: 'changed\nadded\n' }]);
    expect(diff).toContain(
      '@@ -39997,7 +39997,8 @@\n line 39997\n line 39998\n line 39999\n-line 40000\n+changed\n+added\n line 40001\n',
    );
  });

  it('at the ends of a file', async () => {
    const { files, put } = sandbox();
    put('file', 'a\nb');
    const { diff } = await files.edit('file', [{ oldText: 'b', newText: 'c\n' }]);
    expect(diff).toContain('@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n');
  });

  it('is cut where it is longer than an answer can be, and says so', async () => {
    const { files, put } = sandbox();
    const path = put('file', 'some line of a file\n'.repeat(30_000));
    const all = { oldText: 'some', newText: 'another', replaceAll: true };
    const { diff, changed } = await files.edit('file', [all]);
    expect(changed).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('another line of a file\n'.repeat(30_000));
    expect(diff).toContain('@@ -1,30000 +1,30000 @@\n-some line of a file\n');
    expect(diff).toMatch(/\n\\ The diff is longer and cut here; the edit is not\.\n$/);
    expect(diff.length).toBeLessThan(250_000);
  });

  it('of two entirely different texts takes no more than its share of steps', async () => {
    const { files, put } = sandbox();
    put('file', `start\n${Array.from({ length: 20_000 }, (_, index) => `a${index}\n`).join('')}`);
    const newText = Array.from({ length: 20_000 }, (_, index) => `b${(index * 7919) % 20_000}\n`).join('');
    const steps = await stepsOf(async () => {
      const { diff } = await files.editLines('file', { startLine: 2, endLine: 20_001 }, newText);
      expect(diff).toContain('-a0\n');
      expect(diff).toContain('+b0\n');
    });
    // The search for the shortest diff alone would take a hundred times as many.
    expect(steps).toBeLessThan(30_000_000);
  });
});

describe('line ranges', () => {
  it.each([
    ['a\nb\nc\n', 2, 2, 'B', 'a\nB\nc\n'],
    ['a\nb\nc\n', 2, 2, 'B\n', 'a\nB\nc\n'],
    ['a\nb\nc\n', 1, 3, 'x', 'x\n'],
    ['a\nb\nc', 3, 3, 'x', 'a\nb\nx'],
    ['a\nb\nc\n', 2, 3, '', 'a\n'],
    ['a\nb\n', 1, 0, 'new', 'new\na\nb\n'],
    ['a\nb\n', 3, 2, 'end', 'a\nb\nend\n'],
    ['a\nb', 3, 2, 'end', 'a\nb\nend'],
    ['', 1, 0, 'first', 'first'],
    ['a\r\nb\r\n', 2, 2, 'x\ny', 'a\r\nx\r\ny\r\n'],
  ])('of %j from %i to %i become %j', async (content, startLine, endLine, newText, expected) => {
    const { files, put } = sandbox();
    const path = put('file', content);
    await files.editLines('file', { startLine, endLine }, newText);
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });

  it('must be in the file', async () => {
    const { files, put, root } = sandbox();
    put('file', 'a\nb\n');
    for (const [startLine, endLine] of [
      [0, 1],
      [1, 3],
      [3, 3],
      [4, 3],
      [2, 0],
      [1.5, 2],
    ] as const) {
      expect((await refusal(() => files.editLines('file', { startLine, endLine }, ''))).code).toBe(
        'invalid_arguments',
      );
    }
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('a\nb\n');
  });
});
