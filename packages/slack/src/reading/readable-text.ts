/** Names for what a text refers to by id. */
export interface Names {
  user(id: string): string | undefined;
  channel?(id: string): string | undefined;
}

/** Slack writes any other angle bracket as an entity. */
const reference = /<((?:[@#!]|[a-z][a-z0-9+.-]{0,20}:)[^<>\n]{0,4000})>/gi;

/** Slack's own markup as a reader sees it: names for ids, links with their address, entities as characters. */
export function readableText(text: string, names: Names): string {
  return text
    .replaceAll(reference, (_whole, inner: string) => shown(inner, names))
    .replaceAll(/&(lt|gt|amp);/g, entity);
}

function shown(inner: string, names: Names): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : inner.slice(bar + 1);
  const rest = target.slice(1);
  switch (target[0]) {
    case '@':
      return `@${names.user(rest) ?? label ?? rest}`;
    case '#':
      return `#${label ?? names.channel?.(rest) ?? rest}`;
    case '!':
      return special(rest, label);
    default:
      return label === undefined || label === target ? target : `${label} (${target})`;
  }
}

function special(command: string, label: string | undefined): string {
  if (command.startsWith('subteam^')) return label ?? `@${command.slice('subteam^'.length)}`;
  if (command.startsWith('date^')) return label ?? command;
  return `@${command}`;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&' };
const entity = (whole: string, name: string) => entities[name] ?? whole;

/** The ids of the people a text mentions. */
export function mentionedUsers(text: string): string[] {
  return [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)].flatMap(([, id]) =>
    id === undefined ? [] : [id],
  );
}
