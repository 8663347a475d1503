import type { ChannelFacts } from '../reading/channels.ts';

/** Somewhere that a caller has read from, and that not everybody can read. */
export interface PrivateSource {
  readonly id: string;
  readonly label: string;
  /** The workspace in which everybody could read it; undefined for what is private there too. */
  readonly publicIn?: string;
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

/** How what was read is called in a question to the user. A public channel is public in its own workspace only. */
export function sourceOf(
  { id, kind, name }: Pick<ChannelFacts, 'id' | 'kind' | 'name'>,
  alias: string,
): PrivateSource {
  if (kind === 'public') return workspaceSource(alias);
  if (kind === 'private') return { id, label: `the private channel #${name}` };
  return { id, label: kind === 'dm' ? 'a direct message' : 'a group direct message' };
}

export const workspaceSource = (alias: string): PrivateSource => ({
  id: `workspace ${alias}`,
  label: `the workspace ${alias}`,
  publicIn: alias,
});
