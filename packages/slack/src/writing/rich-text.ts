/** The parts of Slack's rich text that Markdown needs. What is text in it stays text: nothing in it is a command. */
export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

export type Inline =
  | { readonly type: 'text'; readonly text: string; readonly style?: Style }
  | { readonly type: 'link'; readonly url: string; readonly text?: string; readonly style?: Style }
  | { readonly type: 'user'; readonly user_id: string; readonly style?: Style }
  | { readonly type: 'channel'; readonly channel_id: string; readonly style?: Style };

export interface Section {
  readonly type: 'rich_text_section';
  readonly elements: readonly Inline[];
}

export type Part =
  | Section
  | {
      readonly type: 'rich_text_list';
      readonly style: 'bullet' | 'ordered';
      readonly indent: number;
      readonly offset?: number;
      readonly elements: readonly Section[];
    }
  | { readonly type: 'rich_text_quote'; readonly elements: readonly Inline[] }
  | { readonly type: 'rich_text_preformatted'; readonly elements: readonly Inline[] };

/** All of a message is one block, so that Slack's bound of 50 blocks is never met. */
export interface RichText {
  readonly type: 'rich_text';
  readonly elements: readonly Part[];
}

const reference = /<(?:@([UW][A-Z0-9]{6,})|#([CG][A-Z0-9]{6,}))(?:\|[^<>]*)?>/g;

/** Text in which a single person or channel can be named as Slack does; everything else is taken as it stands. */
export function inlineText(text: string, style: Style): Inline[] {
  const styled = Object.keys(style).length === 0 ? {} : { style };
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(reference)) {
    const [whole, user, channel] = match;
    if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index), ...styled });
    if (user !== undefined) parts.push({ type: 'user', user_id: user, ...styled });
    else if (channel !== undefined) parts.push({ type: 'channel', channel_id: channel, ...styled });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ type: 'text', text: text.slice(from), ...styled });
  return parts;
}
