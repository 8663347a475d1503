import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parseSync, Visitor } from 'oxc-parser';
import * as z from 'zod';

/** Where the functions of one file that ran begin and end, in UTF-16 units: `12:340`. */
export type Ran = ReadonlySet<string>;

/**
 * Has Node compile the functions that a server needs to load together with their files, so that they are in Node's
 * compile cache, which keeps what was compiled with a file and nothing that was compiled later. Else every start
 * compiles them again, one by one, however warm the cache.
 *
 * @param files the entries, which a process of its own imports to see what runs
 */
export async function compileWithFile(outdir: string, files: readonly string[]): Promise<void> {
  for (const [file, ran] of await whatRuns(outdir, files)) {
    await writeFile(file, inParentheses(file, await readFile(file, 'utf8'), ran));
  }
}

/** By file of the folder, what runs in it while the entries are imported. */
async function whatRuns(folder: string, entries: readonly string[]): Promise<ReadonlyMap<string, Ran>> {
  const reports = await mkdtemp(join(tmpdir(), 'portolan-ran-'));
  try {
    const imports = entries.map((entry) => `await import(${JSON.stringify(pathToFileURL(entry).href)});`);
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', imports.join('')], {
      env: { ...process.env, NODE_V8_COVERAGE: reports },
    });
    const [report = ''] = await readdir(reports);
    const { result } = Coverage.parse(JSON.parse(await readFile(join(reports, report), 'utf8')));
    const inside = result.filter(({ url }) => url.startsWith(`${pathToFileURL(folder).href}/`));
    return new Map(inside.map(({ url, functions }) => [fileURLToPath(url), rangesOf(functions)]));
  } finally {
    await rm(reports, { recursive: true });
  }
}

const Range = z.object({ startOffset: z.int(), endOffset: z.int(), count: z.int() });
const Functions = z.array(z.object({ ranges: z.tuple([Range], Range) }));
const Coverage = z.object({ result: z.array(z.object({ url: z.string(), functions: Functions })) });

function rangesOf(functions: z.output<typeof Functions>): Ran {
  const ran = functions.flatMap(({ ranges: [whole] }) => (whole.count > 0 ? [whole] : []));
  return new Set(ran.map(({ startOffset, endOffset }) => `${startOffset}:${endOffset}`));
}

/**
 * Puts the function expressions that ran in parentheses: V8 takes that for a function that is called at once, and
 * compiles it with the code around it. It does not for an asynchronous arrow function.
 */
export function inParentheses(file: string, code: string, ran: Ran): string {
  const at: { readonly where: number; readonly what: '(' | ')' }[] = [];
  const mark = ({ start, end }: { readonly start: number; readonly end: number }) => {
    if (ran.has(`${start}:${end}`)) at.push({ where: start, what: '(' }, { where: end, what: ')' });
  };
  const visitor = new Visitor({
    ArrowFunctionExpression: (arrow) => (arrow.async ? undefined : mark(arrow)),
    // What begins otherwise is a method.
    FunctionExpression: (node) =>
      /^(async )?function\b/.test(code.slice(node.start)) ? mark(node) : undefined,
  });
  visitor.visit(parseSync(file, code).program);
  let text = '';
  let from = 0;
  // Where one ends another may begin, as in a comma's two sides: never both at one place.
  for (const { where, what } of at.toSorted((one, other) => one.where - other.where)) {
    text += code.slice(from, where) + what;
    from = where;
  }
  return text + code.slice(from);
}
