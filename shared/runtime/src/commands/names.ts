/** The words that begin a command line which is no plain start. */
const commandNames = ['doctor', 'install', 'tools', 'audit'] as const;

export type CommandName = (typeof commandNames)[number];

const known = new Set<string>(commandNames);

export const isCommandName = (word: string | undefined): word is CommandName =>
  word !== undefined && known.has(word);
