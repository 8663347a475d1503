import { describe, expect, it } from 'vitest';
import { inParentheses } from './compiled-with-file.ts';

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
