import { cleanProse } from '@portolan/runtime/untrusted-text';
import type { Inline, Part, RichText, Section, Style } from './rich-text.ts';
import { inlineText } from './rich-text.ts';

/** What is used of a token of Markdown. */
interface Node {
  readonly type: string;
  readonly raw: string;
  readonly text?: string;
  readonly href?: string;
  readonly ordered?: boolean;
  readonly start?: number | '';
  readonly task?: boolean;
  readonly checked?: boolean;
  readonly tokens?: readonly Node[];
  readonly items?: readonly Node[];
}

const deepestList = 8;

/** Markdown in Slack's rich text. HTML in it is text; images become links. */
export async function markdownBlocks(markdown: string): Promise<readonly RichText[]> {
  const { Marked } = await import('marked');
  // Slack's own references stand in angle brackets, and HTML means nothing there.
  const parser = new Marked({ tokenizer: { html: () => undefined, tag: () => undefined } });
  const nodes: readonly Node[] = parser.lexer(markdown);
  const elements = separated(nodes.flatMap((node) => partsOf(node, 0)));
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

function partsOf(node: Node, indent: number): Part[] {
  switch (node.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      return [section(inlines(node.tokens, { bold: true }))];
    case 'code':
      return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: node.text || ' ' }] }];
    case 'table':
      return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: node.raw.trimEnd() }] }];
    case 'blockquote':
      return [{ type: 'rich_text_quote', elements: quoted(node.tokens ?? []) }];
    case 'hr':
      return [section([{ type: 'text', text: '———' }])];
    case 'list':
      return listParts(node, indent);
    default:
      return [section(inlines(node.tokens ?? [node], {}))];
  }
}

const section = (elements: readonly Inline[]): Section => ({ type: 'rich_text_section', elements });

/** Sections follow each other without a line between them unless they have one. */
function separated(parts: readonly Part[]): Part[] {
  return parts.map((part, at) => {
    const before = parts[at - 1];
    if (part.type !== 'rich_text_section' || before?.type !== 'rich_text_section') return part;
    return section([{ type: 'text', text: '\n' }, ...part.elements]);
  });
}

/** A list inside an item is a list of its own in Slack, indented, and what follows continues the outer one. */
function listParts(list: Node, indent: number): Part[] {
  const style = list.ordered ? 'ordered' : 'bullet';
  const first = typeof list.start === 'number' ? list.start : 1;
  const parts: Part[] = [];
  let elements: Section[] = [];
  let before = 0;
  const flush = () => {
    const offset = style === 'ordered' ? first - 1 + before : 0;
    if (elements.length > 0) {
      parts.push({ type: 'rich_text_list', style, indent, ...(offset > 0 && { offset }), elements });
    }
    before += elements.length;
    elements = [];
  };
  for (const item of list.items ?? []) {
    const inner = item.tokens ?? [];
    const box = item.task ? [{ type: 'text' as const, text: item.checked ? '☑ ' : '☐ ' }] : [];
    const own = inner.filter(({ type }) => type !== 'list' && type !== 'checkbox');
    elements.push(section([...box, ...quoted(own)]));
    const nested = inner.filter(({ type }) => type === 'list');
    if (nested.length === 0) continue;
    flush();
    for (const one of nested) parts.push(...listParts(one, Math.min(indent + 1, deepestList)));
  }
  flush();
  return parts;
}

/** Blocks where Slack takes only text: their lines, one after the other. */
function quoted(nodes: readonly Node[]): Inline[] {
  const lines = nodes.flatMap((node) => partsOf(node, 0)).map(inlinesOf);
  return lines.flatMap((line, at) => (at === 0 ? line : [{ type: 'text' as const, text: '\n' }, ...line]));
}

function inlinesOf(part: Part): readonly Inline[] {
  if (part.type !== 'rich_text_list') return part.elements;
  return part.elements.flatMap(({ elements }) => [{ type: 'text' as const, text: '\n- ' }, ...elements]);
}

function inlines(nodes: readonly Node[] | undefined, style: Style): Inline[] {
  return (nodes ?? []).flatMap((node): Inline[] => {
    switch (node.type) {
      case 'strong':
        return inlines(node.tokens, { ...style, bold: true });
      case 'em':
        return inlines(node.tokens, { ...style, italic: true });
      case 'del':
        return inlines(node.tokens, { ...style, strike: true });
      case 'codespan':
        return [{ type: 'text', text: node.text ?? '', style: { ...style, code: true } }];
      case 'br':
        return [{ type: 'text', text: '\n' }];
      case 'link':
      case 'image':
        return link(node, style);
      case 'escape':
        return inlineText(node.text ?? '', style);
      default:
        return node.tokens === undefined ? inlineText(node.raw, style) : inlines(node.tokens, style);
    }
  });
}

function link(node: Node, style: Style): Inline[] {
  const url = node.href ?? '';
  const label = plain(node);
  const styled = Object.keys(style).length === 0 ? {} : { style };
  if (!/^(https?|mailto):/i.test(url)) return [{ type: 'text', text: node.raw, ...styled }];
  const shown: Inline = {
    type: 'link',
    url,
    ...(label !== '' && label !== url && { text: label }),
    ...styled,
  };
  // A label that looks like an address must not hide another one.
  return looksElsewhere(label, url) ? [shown, { type: 'text', text: ` (${url})`, ...styled }] : [shown];
}

const plain = (node: Node): string =>
  node.tokens === undefined ? (node.text ?? node.raw) : node.tokens.map(plain).join('');

/** Hosts and IPv4 addresses anywhere in a label; a part that ends in a point or is a file's name counts too. */
const hosts =
  /(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}-]+\.)+(?:\p{L}{2,}|xn--[a-z\d-]+|\d{1,3})(?![\p{L}\p{N}-])/giu;

function looksElsewhere(label: string, url: string): boolean {
  // What nobody sees, or what looks like a point, does not make it another label.
  const seen = cleanProse(label).normalize('NFKC').replaceAll('。', '.');
  const named = seen.match(hosts) ?? [];
  if (named.length === 0 || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return named.some((host) => host.toLowerCase() !== hostname);
}
