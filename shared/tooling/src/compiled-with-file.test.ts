import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileWithFile, inParentheses } from './compiled-with-file.ts';

/** The code where these functions ran, each named by its own text. */
function marked(code: string, functions: readonly string[]) {
  const ran = functions.map((text) => {
    const start = code.indexOf(text);
    expect(start, text).not.toBe(-1);
    return `${start}:${start + text.length}`;
  });
  return inParentheses('chunk.js', code, new Set(ran));
}

describe('functions that ran', () => {
  it.each([
    ['an arrow function', 'const a=()=>1;', ['()=>1'], 'const a=(()=>1);'],
    ['an argument', 'b(()=>{c()},d=>e);', ['()=>{c()}', 'd=>e'], 'b((()=>{c()}),(d=>e));'],
    ['one in another', 'a=b=>()=>1;', ['b=>()=>1', '()=>1'], 'a=(b=>(()=>1));'],
    ['a function expression', 'f=function(){};', ['function(){}'], 'f=(function(){});'],
    ['an asynchronous one', 'f=async function*(){};', ['async function*(){}'], 'f=(async function*(){});'],
    ['what stands behind other letters', "a='é😀';b=()=>a;", ['()=>a'], "a='é😀';b=(()=>a);"],
  ])('are put in parentheses: %s', (_what, code, functions, expected) => {
    expect(marked(code, functions)).toBe(expected);
  });

  it.each([
    ['a declaration', 'function f(){}', ['function f(){}']],
    ['a method', 'a={m(){}};', ['m(){}', '(){}']],
    ['a method of a class', 'class A{m(){}}', ['m(){}', '(){}']],
    ['an accessor', 'a={get m(){return 1}};', ['get m(){return 1}', '(){return 1}']],
    ['an asynchronous arrow function', 'a=async()=>1;', ['async()=>1']],
  ])('stay as they are where parentheses are wrong or for nothing: %s', (_what, code, functions) => {
    expect(marked(code, functions)).toBe(code);
  });

  it('are left alone when they did not run', () => {
    expect(inParentheses('chunk.js', 'const a=()=>1;', new Set())).toBe('const a=()=>1;');
  });
});

it('puts those in parentheses that run while the entries are imported, in every file they import', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan early-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const entry = join(folder, 'entry.mjs');
  const part = join(folder, 'part.mjs');
  await writeFile(entry, "import{run}from'./part.mjs';run(()=>'é');export const later=()=>run;");
  await writeFile(part, 'export const run=f=>f();export const never=()=>1;');
  await compileWithFile(folder, [entry]);
  expect(await readFile(entry, 'utf8')).toBe(
    "import{run}from'./part.mjs';run((()=>'é'));export const later=()=>run;",
  );
  expect(await readFile(part, 'utf8')).toBe('export const run=(f=>f());export const never=()=>1;');
});
