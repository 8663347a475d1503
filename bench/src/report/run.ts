import type { machine } from '../machine.ts';
import type { Section } from '../model.ts';

/** One run of the bench: what was found, and all it depends on. */
export interface Run {
  readonly command: string;
  readonly madeAt: string;
  readonly tookSeconds: number;
  readonly machine: ReturnType<typeof machine>;
  readonly load: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly sections: readonly Section[];
}
