import { isUtf8 } from 'node:buffer';
import { fail } from '@portolan/runtime';
import { bomOf, decode, detectEncoding, type Encoding, encode } from '../reading/encoding.ts';

/** A file's content as text that turns back into exactly the same bytes. It holds no view of the bytes it was made of. */
export interface Editable {
  readonly text: string;
  readonly encoding: Encoding;
  /**
   * How a caller's text may be written in `text`, the likeliest first. The number and order of forms is the
   * same for every text of a file; undefined is a form that cannot hold this text.
   */
  forms(callerText: string): readonly (string | undefined)[];
  toBytes(text: string): Buffer;
}

/**
 * @param shown for messages
 * @throws ToolError `unsupported` for what is no text
 */
export function editable(bytes: Buffer, shown: string): Editable {
  const { encoding, bomBytes } =
    detectEncoding(bytes, true) ??
    fail('unsupported', `${shown} is not text.`, { next: 'Replace it with write_file, or leave it alone.' });
  const bom = bomBytes > 0 ? bomOf(encoding) : Buffer.alloc(0);
  const body = bytes.subarray(bomBytes);
  if (encoding === 'utf-8' && isUtf8(body)) return whole(body, bom, 'utf-8');
  return encoding === 'utf-8' || encoding === 'latin1'
    ? byBytes(body, bom, encoding)
    : wide(body, bom, encoding);
}

/** Without a copy where all but one are empty. */
function joined(...parts: readonly Buffer[]): Buffer {
  const filled = parts.filter(({ length }) => length > 0);
  return filled.length === 1 && filled[0] !== undefined ? filled[0] : Buffer.concat(filled);
}

const whole = (body: Buffer, bom: Buffer, encoding: Encoding): Editable => ({
  text: decode(body, encoding),
  encoding,
  forms: (text) => [text],
  toBytes: (text) => joined(bom, Buffer.from(text, 'utf8')),
});

/** UTF-16; a single byte at the end belongs to no character and is kept. */
function wide(body: Buffer, bom: Buffer, encoding: Encoding): Editable {
  const odd = Buffer.from(body.subarray(body.length & ~1));
  return {
    text: decode(body, encoding),
    encoding,
    forms: (text) => [text],
    toBytes: (text) => joined(bom, encode(text, encoding) ?? Buffer.alloc(0), odd),
  };
}

/** Latin-1, and files that mix encodings: every byte is one character, so that none is lost. */
const byBytes = (body: Buffer, bom: Buffer, encoding: Encoding): Editable => ({
  text: body.toString('latin1'),
  encoding,
  forms(text) {
    const utf8 = Buffer.from(text, 'utf8').toString('latin1');
    const narrow = encode(text, 'latin1') === undefined ? undefined : text;
    return encoding === 'latin1' ? [narrow, utf8] : [utf8, narrow];
  },
  toBytes: (text) => joined(bom, Buffer.from(text, 'latin1')),
});
