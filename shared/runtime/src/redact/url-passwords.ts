/** `scheme://user:password@host`: the scheme and user stay, the password goes. Each part is bounded. */
const pattern = /\b([a-z][a-z0-9+.-]{1,31}:\/\/[^\s:/?#@"'<>]{0,256}:)([^\s/"'<>]{1,1024})@/gi;

/** Replaces the password of every URL and connection string with `user:password@`. */
export function redactUrlPasswords(text: string): string {
  if (!text.includes('://') || !text.includes('@')) return text;
  return text.replace(pattern, (_match, before: string, password: string) =>
    /^(?:\[redacted:|\$\{|\*+$|<)/.test(password) ? `${before}${password}@` : `${before}[redacted:password]@`,
  );
}
