import type { ContentBlock } from '../definition/content.ts';

/** The result of `tools/call`, as MCP shapes it. */
export interface CallToolResult {
  content: readonly ContentBlock[];
  structuredContent?: Readonly<Record<string, unknown>>;
  isError?: boolean;
  _meta?: Readonly<Record<string, unknown>>;
}

/** One entry of `tools/list`. */
export interface ToolListing {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema: Readonly<Record<string, unknown>>;
  /**
   * What a hint says by default is left out, but for `destructiveHint: false` of a read: by the specification
   * it says nothing there, and yet ChatGPT has shown reads without it as destructive.
   */
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint?: true;
    readonly openWorldHint: boolean;
  };
}
