import type { ShownMessage } from './show-message.ts';

interface Named {
  /** The name of each author by id; left out where no name is known. */
  readonly people?: Readonly<Record<string, string>>;
  readonly messages: ShownMessage[];
}

/** Says what each author is called once, and not in every message. Only a name that an app chose for one message stays there. */
export function namedOnce(messages: readonly ShownMessage[]): Named {
  const people = new Map<string, string>();
  for (const { user, name } of messages) {
    if (name !== undefined && !people.has(user)) people.set(user, name);
  }
  const rest = messages.map(({ name, ...message }) =>
    name === undefined || people.get(message.user) === name ? message : { ...message, name },
  );
  return { ...(people.size > 0 && { people: Object.fromEntries(people) }), messages: rest };
}
