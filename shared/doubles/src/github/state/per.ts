/** A part of the state that one family of the API owns: made at first use, for each repository or for the whole. */
export function per<K extends object, T>(make: (key: K) => T): (key: K) => T {
  const held = new WeakMap<K, T>();
  return (key) => {
    const found = held.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    held.set(key, made);
    return made;
  };
}
