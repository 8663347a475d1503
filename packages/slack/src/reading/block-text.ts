/** A message can have its text in blocks or attachments only: deeper than this, nobody laid anything out. */
const deepest = 8;
const longest = 40_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The readable text of blocks or attachments, one line for each that has any. */
export function blockText(parts: readonly unknown[]): string {
  const lines = parts.map((part) => textIn(part, 0)).filter((line) => line !== '');
  return lines.join('\n').slice(0, longest);
}

function textIn(part: unknown, depth: number): string {
  if (typeof part === 'string') return part;
  if (depth > deepest) return '';
  if (Array.isArray(part)) return part.map((one) => textIn(one, depth + 1)).join('');
  if (!isRecord(part)) return '';
  switch (part.type) {
    case 'user':
      return `<@${part.user_id}>`;
    case 'channel':
      return `<#${part.channel_id}>`;
    case 'usergroup':
      return `<!subteam^${part.usergroup_id}>`;
    case 'broadcast':
      return `<!${part.range}>`;
    case 'emoji':
      return `:${part.name}:`;
    case 'link':
      return typeof part.text === 'string' && part.text !== ''
        ? `<${part.url}|${part.text}>`
        : `<${part.url}>`;
    case 'rich_text_list':
      return Array.isArray(part.elements)
        ? part.elements.map((one) => `- ${textIn(one, depth + 1)}`).join('\n')
        : '';
    case 'image':
      return typeof part.alt_text === 'string' ? `[${part.alt_text}]` : '';
    default:
      return known(part, depth);
  }
}

/** The fields in which blocks, and the older attachments, hold text. */
function known(part: Readonly<Record<string, unknown>>, depth: number): string {
  const lines = [part.pretext, part.title, part.text, part.elements, part.fields, part.blocks, part.value]
    .map((field) => textIn(field, depth + 1))
    .filter((line) => line !== '');
  if (lines.length === 0 && typeof part.fallback === 'string') return part.fallback;
  return lines.join('\n');
}
