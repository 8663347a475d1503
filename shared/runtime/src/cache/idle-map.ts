/** How many are kept, and for how long. */
export interface IdleMapOptions<Value> {
  /** How many are kept; over it the one not used for longest goes. */
  readonly most: number;
  /** One not used for so long goes, milliseconds. */
  readonly idleMs: number;
  /** Told of each that goes. */
  readonly dropped?: (value: Value) => void;
}

/** What is kept for callers who come and go: bounded in number, and gone some time after its last use. */
export interface IdleMap<Value> {
  readonly size: number;
  /** The value of a key, where there is one; it counts as used. */
  find(key: string): Value | undefined;
  /** The value of a key, made where there is none; it counts as used. */
  use(key: string, make: () => Value): Value;
  values(): readonly Value[];
  /** Drops all. */
  clear(): void;
}

/** Makes an empty map. It keeps no process alive, and drops what is idle though nobody asks for it. */
export function createIdleMap<Value extends object | string>({
  most,
  idleMs,
  dropped = () => {},
}: IdleMapOptions<Value>): IdleMap<Value> {
  // Ordered by use: the first key is the one not used for longest.
  const kept = new Map<string, { readonly value: Value; readonly usedAt: number }>();
  let timer: NodeJS.Timeout | undefined;
  const drop = (key: string, value: Value) => {
    kept.delete(key);
    dropped(value);
  };
  const sweep = () => {
    timer = undefined;
    const before = performance.now() - idleMs;
    for (const [key, { value, usedAt }] of kept) {
      if (usedAt > before && kept.size <= most) break;
      drop(key, value);
    }
    const [oldest] = kept.values();
    if (oldest !== undefined) timer = setTimeout(sweep, oldest.usedAt - before + 1).unref();
  };
  const touch = (key: string, value: Value) => {
    kept.delete(key);
    kept.set(key, { value, usedAt: performance.now() });
    if (kept.size > most || timer === undefined) {
      clearTimeout(timer);
      sweep();
    }
    return value;
  };
  return {
    get size() {
      return kept.size;
    },
    find(key) {
      const value = kept.get(key)?.value;
      if (value !== undefined) touch(key, value);
      return value;
    },
    use: (key, make) => touch(key, kept.get(key)?.value ?? make()),
    values: () => [...kept.values()].map(({ value }) => value),
    clear() {
      clearTimeout(timer);
      timer = undefined;
      for (const [key, { value }] of kept) drop(key, value);
    },
  };
}
