/** The caller named something that is not there, or that the caller may not see: the two look the same. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName';

  constructor(kind: 'tool' | 'prompt', name: string, suggestion?: string) {
    super(`Unknown ${kind}: ${name.slice(0, 64)}.${suggestion ? ` Did you mean ${suggestion}?` : ''}`);
  }
}
