const special = /[.+^${}()|[\]\\]/g;

/** Whether a path is written with wildcards. */
export const isGlob = (path: string): boolean => /[*?]/.test(path);

/** Paths by `*` (within a folder), `**` (across folders) and `?`; a path without them is itself. */
export function globOf(pattern: string): (path: string) => boolean {
  if (!isGlob(pattern)) return (path) => path === pattern;
  // Neighbouring wildcards are one, so that no path takes long.
  const source = pattern
    .replaceAll(/\*{3,}/g, '**')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => wildcards[part] ?? part.replaceAll(special, '\\$&'))
    .join('');
  const form = new RegExp(`^${source}$`, 's');
  return (path) => form.test(path);
}

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
