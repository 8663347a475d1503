/** What was computed of commits and trees, which never change, by their hashes. */
export class Memo<T> {
  readonly #held = new Map<string, { readonly value: T }>();

  once(key: string, compute: () => T): T {
    const held = this.#held.get(key);
    if (held) return held.value;
    const value = compute();
    this.#held.set(key, { value });
    return value;
  }
}
