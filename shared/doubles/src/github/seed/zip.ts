import { zipSync } from 'fflate';

/** A zip archive. Names are kept whatever they are, also `../..`; the same files give the same bytes. */
export function zipOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const entries = Object.entries(files).map(
    ([name, content]) => [name, new Uint8Array(Buffer.from(content))] as const,
  );
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 6, mtime: '2026-01-01T00:00:00Z' }));
}
