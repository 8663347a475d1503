import type { ChannelFacts } from '../reading/channels.ts';

/** Somewhere private that a caller has read from. */
export interface PrivateSource {
  readonly id: string;
  readonly label: string;
}

/** What a model has read stays in its context for about this long. */
const rememberedMs = 4 * 3_600_000;
const mostSources = 200;
const mostCallers = 2_000;

/** Remembers which private places each caller has read, for as long as what was read may still be at hand. */
export interface Provenance {
  read(caller: string, source: PrivateSource): void;
  sources(caller: string): readonly PrivateSource[];
}

export function createProvenance(now: () => number = () => performance.now()): Provenance {
  const callers = new Map<string, Map<string, { readonly source: PrivateSource; readonly at: number }>>();
  return {
    read(caller, source) {
      const sources = callers.get(caller) ?? new Map();
      callers.delete(caller);
      callers.set(caller, sources);
      sources.delete(source.id);
      sources.set(source.id, { source, at: now() });
      // Over the bound one entry stands for all that was forgotten, so that nothing becomes public by number.
      if (sources.size > mostSources) {
        const [oldest = ''] = [...sources.keys()].filter((id) => id !== many.id);
        sources.delete(oldest);
        sources.set(many.id, { source: many, at: now() });
      }
      for (const one of callers.keys()) {
        if (callers.size <= mostCallers) break;
        callers.delete(one);
      }
    },
    sources: (caller) =>
      [...(callers.get(caller)?.values() ?? [])]
        .filter(({ at }) => at > now() - rememberedMs)
        .map(({ source }) => source),
  };
}

const many: PrivateSource = { id: 'many', label: 'many private channels' };

/** How a private channel is called in a question to the user; undefined for a public one. */
export function privateSource({
  id,
  kind,
  name,
}: Pick<ChannelFacts, 'id' | 'kind' | 'name'>): PrivateSource | undefined {
  if (kind === 'public') return undefined;
  if (kind === 'private') return { id, label: `the private channel #${name}` };
  return { id, label: kind === 'dm' ? 'a direct message' : 'a group direct message' };
}
