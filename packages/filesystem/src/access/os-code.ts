/** The operating system's code of an error (`ENOENT`), or undefined for any other value. */
export function osCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
