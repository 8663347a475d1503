import { isUtf8 } from 'node:buffer';
import { fail } from '@portolan/runtime';
import { bomOf, decode, detectEncoding, type Encoding, encode } from '../reading/encoding.ts';
import { contentOf, type LongText } from './long-text.ts';

/** A file from here on is one that holds much. */
export const LARGE_BYTES = 512 * 1024;

/** A file's content as text that turns back into exactly the same bytes. It holds no view of the bytes it was made of. */
export interface Editable {
  readonly text: string;
  readonly encoding: Encoding;
  /**
   * How a caller's text may be written in `text`, the likeliest first. The number and order of forms is the
   * same for every text of a file; undefined is a form that cannot hold this text.
   */
  forms(callerText: string): readonly (string | undefined)[];
  /** The text, or one made of it, as the file would hold it. */
  toContent(text: string): Buffer | LongText;
  /** A part of the text as people read it. */
  shown(part: string): string;
}

/** How a file's text is held. */
export interface EditableOptions {
  /** Holds UTF-8 as a character for each byte, where characters may take two bytes for each. Default false. */
  readonly compact?: boolean;
}

/**
 * @param shown for messages
 * @throws ToolError `unsupported` for what is no text
 */
export function editable(bytes: Buffer, shown: string, { compact = false }: EditableOptions = {}): Editable {
  const { encoding, bomBytes } =
    detectEncoding(bytes, true) ??
    fail('unsupported', `${shown} is not text.`, { next: 'Replace it with write_file, or leave it alone.' });
  const bom = bomBytes > 0 ? bomOf(encoding) : Buffer.alloc(0);
  const body = bytes.subarray(bomBytes);
  if (encoding === 'utf-8' && isUtf8(body)) {
    return compact ? byUtf8Bytes(body, bom) : whole(body, bom);
  }
  return encoding === 'utf-8' || encoding === 'latin1'
    ? byBytes(body, bom, encoding)
    : wide(body, bom, encoding);
}

/** Without a copy where all but one are empty. */
function joined(...parts: readonly Buffer[]): Buffer {
  const filled = parts.filter(({ length }) => length > 0);
  return filled.length === 1 && filled[0] !== undefined ? filled[0] : Buffer.concat(filled);
}

const whole = (body: Buffer, bom: Buffer): Editable => ({
  text: decode(body, 'utf-8'),
  encoding: 'utf-8',
  forms: (text) => [text],
  toContent: (text) => contentOf(text, { mark: bom }),
  shown: (part) => part,
});

/** As bytes a text is found where it is and nowhere else: no character's bytes begin inside of another's. */
const byUtf8Bytes = (body: Buffer, bom: Buffer): Editable => ({
  text: body.toString('latin1'),
  encoding: 'utf-8',
  forms: (text) => [bytesAsText(text)],
  toContent: (text) => contentOf(text, { mark: bom, encoding: 'latin1' }),
  shown: textOfBytes,
});

const bytesAsText = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const textOfBytes = (part: string): string => Buffer.from(part, 'latin1').toString('utf8');

/** UTF-16; a single byte at the end belongs to no character and is kept. */
function wide(body: Buffer, bom: Buffer, encoding: Encoding): Editable {
  const odd = Buffer.from(body.subarray(body.length & ~1));
  return {
    text: decode(body, encoding),
    encoding,
    forms: (text) => [text],
    toContent: (text) => joined(bom, encode(text, encoding) ?? Buffer.alloc(0), odd),
    shown: (part) => part,
  };
}

/** Latin-1, and files that mix encodings: every byte is one character, so that none is lost. */
const byBytes = (body: Buffer, bom: Buffer, encoding: Encoding): Editable => ({
  text: body.toString('latin1'),
  encoding,
  forms(text) {
    const utf8 = bytesAsText(text);
    const narrow = encode(text, 'latin1') === undefined ? undefined : text;
    return encoding === 'latin1' ? [narrow, utf8] : [utf8, narrow];
  },
  toContent: (text) => contentOf(text, { mark: bom, encoding: 'latin1' }),
  shown: (part) => (encoding === 'utf-8' ? textOfBytes(part) : part),
});
