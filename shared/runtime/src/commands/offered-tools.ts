import type { Assembly } from '../assembly/assemble.ts';
import { nearest } from '../call/nearest.ts';
import { anyOf } from '../policy/file-policy.ts';
import { localCaller } from '../protocol/connection.ts';

/** What the settings leave of a server's tools. */
export interface OfferedTools {
  readonly offered: number;
  readonly all: number;
  /** What in the settings may not be what was meant, a sentence each. */
  readonly doubts: readonly string[];
}

/** Counts the tools that are left, and finds words of the flags that fit no tool. */
export function offeredTools({ engine, settings: { common } }: Assembly): OfferedTools {
  const { server, leaves } = engine.parts;
  const all = server.tools.map(({ name }) => name);
  // Over HTTP the policy file tells one caller from another, so there the flags alone are counted.
  const isLeft = (name: string) =>
    common.http ? leaves([name]) : engine.tools.known(localCaller, name) !== undefined;
  const offered = all.filter(isLeft);
  return {
    offered: offered.length,
    all: all.length,
    doubts: [
      ...(offered.length === 0 ? [noneLeft] : []),
      ...unfitting('--tools', common.tools, all),
      ...unfitting('--exclude-tools', common.excludeTools, all),
    ],
  };
}

const noneLeft =
  'There is nothing to call: look at --toolsets, --tools, --exclude-tools, --read-only and --policy.';

/** No mistake by itself: a setting in the environment may be for several servers. */
function unfitting(flag: string, patterns: readonly string[] | undefined, tools: readonly string[]) {
  const fitsNone = (pattern: string) => !tools.some(anyOf([pattern]));
  return (patterns ?? []).filter(fitsNone).map((pattern) => {
    const close = nearest(pattern, tools);
    return `No tool fits "${pattern}" of ${flag}.${close ? ` Did you mean ${close}?` : ''}`;
  });
}
