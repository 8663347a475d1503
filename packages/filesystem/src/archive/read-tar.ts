import { fail } from '@portolan/runtime';
import { type EntryContent, type EntryPart, HEAD_BYTES, type OpenEntry } from './archive-entry.ts';
import type { ByteSource } from './byte-source.ts';
import { blockBytes, parseHeader, parseRecords, type TarHeader, textAt, typeOf } from './tar-header.ts';

/** Extended headers hold names and times; a larger one is an attack on memory. */
const maxExtraBytes = 1024 * 1024;

/** What the headers before an entry say about it. */
interface Extra {
  readonly name?: string | undefined;
  readonly linkTarget?: string | undefined;
  readonly size?: number | undefined;
}

/**
 * The entries of a tar archive: ustar, POSIX extended headers, GNU long names.
 *
 * @throws ToolError `unsupported` where it is damaged
 */
export async function* readTar(source: ByteSource, shown: string): AsyncGenerator<OpenEntry, void> {
  let extra: Extra = {};
  for (;;) {
    const block = await source.take(blockBytes);
    if (block.length === 0 || block.every((byte) => byte === 0)) return;
    const header = parseHeader(block) ?? damaged(shown);
    if ('xgLK'.includes(header.flag)) {
      const added = await readExtra(source, header, shown);
      extra = { ...extra, ...added };
      continue;
    }
    const size = extra.size ?? header.size;
    const taken = { bytes: 0 };
    yield openEntry(source, header, extra, size, taken);
    await source.skip(size - taken.bytes + padding(size));
    extra = {};
  }
}

function openEntry(
  source: ByteSource,
  header: TarHeader,
  extra: Extra,
  size: number,
  taken: { bytes: number },
): OpenEntry {
  const name = extra.name ?? header.name;
  const type = typeOf(header.flag, name);
  const linkTarget = extra.linkTarget ?? header.linkTarget;
  const isLink = type === 'symlink' || type === 'hardlink';
  return {
    entry: { name, type, size, modifiedMs: header.modifiedMs, ...(isLink ? { linkTarget } : {}) },
    read: (part) => readPart(source, size, part, taken),
  };
}

async function readPart(
  source: ByteSource,
  size: number,
  { offset, maxBytes }: EntryPart,
  taken: { bytes: number },
): Promise<EntryContent> {
  const head = await source.take(Math.min(size, HEAD_BYTES));
  const gap = Math.max(0, Math.min(offset, size) - head.length);
  await source.skip(gap);
  const rest = await source.take(Math.max(0, Math.min(size, offset + maxBytes) - head.length - gap));
  taken.bytes = head.length + gap + rest.length;
  const bytes = Buffer.concat([head.subarray(offset, offset + maxBytes), rest]);
  return { head, bytes, truncated: size > offset + maxBytes };
}

const padding = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;

async function readExtra(source: ByteSource, { flag, size }: TarHeader, shown: string): Promise<Extra> {
  if (size > maxExtraBytes) damaged(shown);
  const data = await source.take(size);
  await source.skip(padding(size));
  if (flag === 'g') return {};
  if (flag === 'L') return { name: textAt(data, 0, data.length) };
  if (flag === 'K') return { linkTarget: textAt(data, 0, data.length) };
  const records = parseRecords(data);
  const claimed = records.get('size');
  const claimedSize = Number(claimed);
  if (claimed !== undefined && !(Number.isSafeInteger(claimedSize) && claimedSize >= 0)) damaged(shown);
  return {
    ...(records.has('path') ? { name: records.get('path') } : {}),
    ...(records.has('linkpath') ? { linkTarget: records.get('linkpath') } : {}),
    ...(claimed === undefined ? {} : { size: claimedSize }),
  };
}

const damaged = (shown: string): never =>
  fail('unsupported', `${shown} is not a tar archive, or it is damaged.`);
