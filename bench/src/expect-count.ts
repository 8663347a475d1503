/** A measure of work that was not done is worth nothing. */
export function expectCount(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: found ${found}, not ${wanted}.`);
}
