import { keptText } from './cut-text.ts';
import type { LineWindow } from './line-window.ts';
import type { BlobText } from './read-blob.ts';

/** Text of the window, ending with a whole line where there is one. */
export function decode(window: LineWindow, maxBytes: number): BlobText {
  const { encoding, text } = decoded(window);
  const kept = keptText(text, maxBytes);
  const more = window.more || kept.length < text.length;
  const whole = more && kept.includes('\n') ? kept.slice(0, kept.lastIndexOf('\n') + 1) : kept;
  const lines = lineCount(whole);
  return { content: whole, lines, encoding, ...(more && { nextLine: window.start + lines }) };
}

function decoded({ bytes, mark }: LineWindow): { readonly encoding: string; readonly text: string } {
  const utf16 = { fffe: 'utf-16le', feff: 'utf-16be' }[mark.toString('hex')];
  if (utf16 !== undefined) return { encoding: utf16, text: new TextDecoder(utf16).decode(bytes) };
  try {
    // A window may end inside a character; streaming leaves that out.
    return {
      encoding: 'utf-8',
      text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }),
    };
  } catch {
    return { encoding: 'windows-1252', text: new TextDecoder('windows-1252').decode(bytes) };
  }
}

const lineCount = (text: string) => text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0);
