import type { ContentBlock, ResourceContents } from '../definition/content.ts';
import type { ToolOutput } from '../definition/tool.ts';
import type { Redactor } from '../redact/types.ts';

/** What a tool answers, without the secrets in its texts. */
export const redactOutput = (redactor: Redactor, { structured, content }: ToolOutput): ToolOutput => ({
  structured: redactor.record(structured),
  content: content.map((block) => redactBlock(redactor, block)),
});

/** A block of an answer without the secrets in its text; images, sound and links stay as they are. */
export function redactBlock(redactor: Redactor, block: ContentBlock): ContentBlock {
  if (block.type === 'text') return { ...block, text: redactor.text(block.text) };
  if (block.type === 'resource') return { ...block, resource: redactContents(redactor, block.resource) };
  return block;
}

/** A resource without the secrets in its text; bytes stay as they are. */
export const redactContents = (redactor: Redactor, contents: ResourceContents): ResourceContents =>
  'text' in contents ? { ...contents, text: redactor.text(contents.text) } : contents;
