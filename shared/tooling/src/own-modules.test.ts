import { describe, expect, it } from 'vitest';
import { takeOwnModules } from './own-modules.ts';

const taken = (code: string) => takeOwnModules('a.js', code);

describe("Node's own modules", () => {
  it.each([
    ['a name', 'import{readFileSync}from"node:fs";x()', 'const{readFileSync:readFileSync}=', 'x()'],
    [
      'a renamed one',
      'import{readFileSync as a,statSync as b}from"fs";',
      'const{readFileSync:a,statSync:b}=',
      '',
    ],
    ['a default', 'import a from"node:module";', 'const a=', ''],
  ])('are taken from the process: %s', (_what, code, head, rest) => {
    const [, name = ''] = /from"([^"]+)"/.exec(code) ?? [];
    expect(taken(code)).toBe(`${head}process.getBuiltinModule?.("${name}")??{};${rest}`);
  });

  it('are there before anything runs, below the line of an executable and behind text of any script', () => {
    const code = '#!/usr/bin/env node\nf("Ünïcode 🙂");import a,{b}from"node:path";function f(){return a,b}';
    expect(taken(code)).toBe(
      '#!/usr/bin/env node\nconst a=process.getBuiltinModule?.("node:path")??{};const{b:b}=process.getBuiltinModule?.("node:path")??{};f("Ünïcode 🙂");function f(){return a,b}',
    );
  });

  it.each([
    'import*as a from"node:fs";',
    'import"node:fs";',
    'import{a}from"./fs.js";',
    'const a="import{b}from\\"node:fs\\";";',
    'const a=await import("node:fs");',
  ])('stay where they are in %s', (code) => {
    expect(taken(code)).toBe(code);
  });

  it('are refused in code that cannot be read', () => {
    expect(() => taken('import{')).toThrow('a.js');
  });
});
