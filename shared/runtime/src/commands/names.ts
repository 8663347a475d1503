import { nearest } from '../call/nearest.ts';

/** The words that begin a command line which is no plain start. */
const commandNames = ['doctor', 'install', 'tools', 'audit'] as const;

/** A sub-command, as it is written. */
export type CommandName = (typeof commandNames)[number];

const known = new Set<string>(commandNames);

/** Whether the first word of a command line is a sub-command; exactly so, without a guess. */
export const isCommandName = (word: string | undefined): word is CommandName =>
  word !== undefined && known.has(word);

/** What else people write as a command, and the flag it is here. */
const flagFor: Readonly<Record<string, string>> = { help: '--help', version: '--version' };

/** The command, or the flag, that a word was meant as; undefined where none is near. */
export function commandMeant(word: string | undefined): string | undefined {
  if (word === undefined || !/^[a-z]+$/i.test(word)) return undefined;
  const name = nearest(word, [...commandNames, ...Object.keys(flagFor)]);
  return name === undefined ? undefined : (flagFor[name] ?? name);
}
