/** The content blocks of MCP tool results and prompt messages that servers here produce. */
export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'image'; data: string; mimeType: string }
  | { type: 'audio'; data: string; mimeType: string }
  | { type: 'resource_link'; uri: string; name: string; mimeType?: string; description?: string }
  | { type: 'resource'; resource: ResourceContents };

/** What a resource holds: text, or bytes as Base64. */
export type ResourceContents =
  | { uri: string; mimeType?: string; text: string }
  | { uri: string; mimeType?: string; blob: string };

/** A block of plain text. */
export const text = (value: string): ContentBlock => ({ type: 'text', text: value });
