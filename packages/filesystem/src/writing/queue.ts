/** Orders work by key: what shares a key runs one after another, in the order it came; the rest at once. */
export interface Queue {
  /** Runs a task when every earlier task with one of these keys has ended, whether it failed or not. */
  run<Result>(keys: readonly string[], task: () => Promise<Result>): Promise<Result>;
}

/** The keys are real paths, so that two spellings of one file wait for each other. */
export function createQueue(): Queue {
  const last = new Map<string, Promise<void>>();
  return {
    async run(keys, task) {
      const before = keys.map((key) => last.get(key));
      const { promise: done, resolve: finish } = Promise.withResolvers<void>();
      for (const key of keys) last.set(key, done);
      try {
        await Promise.all(before);
        return await task();
      } finally {
        for (const key of keys) if (last.get(key) === done) last.delete(key);
        finish();
      }
    },
  };
}
