/** Linux allows no longer path (PATH_MAX); no repository, schema or namespace comes near it. */
const maxLength = 4_096;

/**
 * The lexical normal form in which values and patterns meet: no empty and no `.` segment, `..` resolved, no
 * trailing slash, Unicode NFC. It asks no file system; a server resolves links before it gives its values.
 *
 * @returns undefined for a value that no rule may allow: empty, too long, with NUL, or climbing above its start
 */
export function normalizeValue(value: string): string | undefined {
  if (value === '' || value.length > maxLength || value.includes('\0')) return undefined;
  const absolute = value.startsWith('/');
  const segments: string[] = [];
  for (const segment of value.normalize('NFC').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined && !absolute) return undefined;
  }
  if (segments.length === 0) return absolute ? '/' : '.';
  return `${absolute ? '/' : ''}${segments.join('/')}`;
}

/**
 * What could name the same thing where case, width, or invisible characters do not count, as on the file
 * systems of macOS and Windows. Only deny patterns are compared in this form: it can match too much.
 */
export function foldValue(value: string): string {
  return value
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
}
