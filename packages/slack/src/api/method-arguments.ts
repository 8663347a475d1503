import type { WebClient } from '@slack/web-api';
import type { MethodName } from './methods.ts';

/** What the library has at `chat.scheduledMessages.list`. */
type At<Place, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Place
    ? At<Place[Head], Rest>
    : never
  : Path extends keyof Place
    ? Place[Path]
    : never;

/** Values that the form of a request can hold; other than texts, numbers and truths they are sent as JSON. */
type Plain = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a method takes, as Slack's own library types it; it has no name for `assistant.search.context` yet. */
export type ArgumentsOf<Name extends MethodName> =
  At<WebClient, Name> extends infer Method extends (options: never) => unknown
    ? [Method] extends [never]
      ? Plain
      : NonNullable<Parameters<Method>[0]>
    : Plain;

/** The arguments as a form, in the way of Slack's library: what is not there is left out, structures are JSON. */
export function encodeArguments(given: object): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
    form.set(name, isPlain ? String(value) : JSON.stringify(value));
  }
  return form.toString();
}
