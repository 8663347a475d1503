/** Something loaded when it is first needed. */
export interface Late<Thing> {
  /** Undefined until it is there. */
  now(): Thing | undefined;
  /** Whether it is there or on its way. */
  wanted(): boolean;
  load(): Promise<Thing>;
  /** Resolves when nothing is loading, whether it succeeded or failed. */
  settled(): Promise<void>;
}

/** Loads once; a load that failed is tried again by the next who asks. */
export function createLate<Thing>(open: () => Promise<Thing>): Late<Thing> {
  let thing: Thing | undefined;
  let loading: Promise<Thing> | undefined;
  const start = async () => {
    try {
      thing = await open();
      return thing;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  return {
    now: () => thing,
    wanted: () => loading !== undefined,
    load() {
      loading ??= start();
      return loading;
    },
    settled: async () => {
      await loading?.catch(() => {});
    },
  };
}
