import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { absoluteFolders, findProgram } from './find-program.ts';
import { scratch } from './test-support.ts';

it('takes the first of the absolute folders that has it, also by a link', () => {
  const folder = scratch();
  for (const name of ['one', 'two', 'three']) mkdirSync(join(folder, name));
  const program = join(folder, 'two', 'tool');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  symlinkSync(program, join(folder, 'three', 'tool'));
  const path = (...names: string[]) => names.map((name) => join(folder, name)).join(':');
  expect(findProgram('tool', path('one', 'two', 'three'))).toBe(program);
  expect(findProgram('tool', path('three', 'two'))).toBe(join(folder, 'three', 'tool'));
  expect(findProgram('tool', path('one'))).toBeUndefined();
});

it('takes no relative folder, no folder and nothing that cannot be run', () => {
  const folder = scratch();
  mkdirSync(join(folder, 'tool'));
  writeFileSync(join(folder, 'plain'), '');
  expect(findProgram('tool', folder)).toBeUndefined();
  expect(findProgram('plain', folder)).toBeUndefined();
  expect(findProgram('sh', '.:bin::./usr/bin')).toBeUndefined();
  expect(absoluteFolders(`.:/a::b:/c`)).toEqual(['/a', '/c']);
});
