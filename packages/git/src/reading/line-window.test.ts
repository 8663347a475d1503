import { expect, it } from 'vitest';
import { LineWindow, type Wanted } from './line-window.ts';

const text = '\ufeffone\nĊ two ਊ\n\nfour\n\n';
const forms: Readonly<Record<string, Buffer>> = {
  'utf-8': Buffer.from(text),
  'utf-16le': Buffer.from(text, 'utf16le'),
  'utf-16be': Buffer.from(text, 'utf16le').swap16(),
};

const taken = (bytes: Buffer, wanted: Partial<Wanted>, chunkBytes: number) => {
  const window = new LineWindow({ start: 1, maxLines: 100, maxBytes: 1_000, ...wanted });
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    if (window.push(bytes.subarray(at, at + chunkBytes)) === 'stop') break;
  }
  const { more, firstLine } = window;
  return { bytes: window.bytes.subarray(window.before), more, firstLine };
};

it.each(Object.entries(forms))('takes the same of %s however it is cut into chunks', (encoding, bytes) => {
  const decoder = new TextDecoder(encoding);
  for (let chunkBytes = 1; chunkBytes <= bytes.length; chunkBytes += 1) {
    const line = taken(bytes, { start: 2, maxLines: 2 }, chunkBytes);
    expect([chunkBytes, decoder.decode(line.bytes)]).toEqual([chunkBytes, 'Ċ two ਊ\n\n']);
    expect(line).toMatchObject({ more: true, firstLine: 2 });
    const offset = bytes.indexOf('w'.charCodeAt(0)) & (encoding === 'utf-8' ? -1 : -2);
    const rest = taken(bytes, { offset, maxLines: 3 }, chunkBytes);
    expect([chunkBytes, decoder.decode(rest.bytes)]).toEqual([chunkBytes, 'wo ਊ\n\nfour\n']);
    expect(rest).toMatchObject({ more: true, firstLine: 2 });
    const end = taken(bytes, { start: 5 }, chunkBytes);
    expect(end).toMatchObject({ more: false, firstLine: 5 });
  }
});
