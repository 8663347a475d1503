import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from compiling WebAssembly that is loaded later a second time, for speed. The parser is one very
 * large function, and that took 130 to 430 MB after a handful of statements (Node 24.21, `bench --suite
 * postgres --only rows`); as first compiled, it reads a statement of ten clauses in well under a
 * millisecond. Both flags are needed.
 */
export function compileOnce(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}
