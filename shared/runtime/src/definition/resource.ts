import type { ResourceContents } from './content.ts';
import type { CallContext } from './context.ts';
import type { Constrained } from './tool.ts';

/** One concrete resource in a list. */
export interface ResourceEntry {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  /** Bytes. */
  readonly size?: number;
}

/** One page of a list; the last has no cursor. */
export interface ResourcePage {
  readonly resources: readonly ResourceEntry[];
  readonly nextCursor?: string;
}

/** Variables of a matched URI template, by name, decoded. */
export type Variables = Readonly<Record<string, string>>;

/** A resource, or a template of resources. */
export interface Resource<in Services = never> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A fixed URI, or an RFC 6570 template (`file:///{+path}`). */
  readonly uri: string;
  readonly mimeType?: string;
  /**
   * The tools that show the same. While a flag (`--tools`, `--exclude-tools`, `--toolsets`) takes one of them
   * away, this is gone too.
   */
  readonly needs: readonly string[];
  /** One page of concrete resources; a template without it is not listed, only read. */
  readonly list?: (cursor: string | undefined, context: CallContext<Services>) => Promise<ResourcePage>;
  /** Completions by variable name: values that begin with, or fit, what was typed so far. At most 100. */
  readonly complete?: Readonly<
    Record<
      string,
      (typed: string, others: Variables, context: CallContext<Services>) => Promise<readonly string[]>
    >
  >;
  /** What a policy's argument constraints look at; the template's variables where it is left out. */
  readonly constrained?: (
    variables: Variables,
    context: CallContext<Services>,
    uri: string,
  ) => Constrained | Promise<Constrained>;
  /** @throws ToolError `not_found` and the like */
  readonly read: (
    variables: Variables,
    context: CallContext<Services>,
    uri: string,
  ) => Promise<readonly ResourceContents[]>;
  /** Starts watching one URI for a subscriber; answers how to stop. Without it subscriptions rely on `resourceUpdated`. */
  readonly watch?: (uri: string, changed: () => void, context: CallContext<Services>) => Promise<() => void>;
}

/** Declares a resource or a template of resources. */
export function defineResource<Services>(resource: Resource<Services>): Resource<Services> {
  return resource;
}
