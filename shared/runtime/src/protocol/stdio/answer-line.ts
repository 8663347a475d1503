import type { RequestId } from '@modelcontextprotocol/server';
import type { CallToolResult } from '../../engine/results.ts';
import { holdsHuge } from '../../json/huge-text.ts';
import { writtenJson } from '../../json/written-json.ts';
import type { Piece } from './line-room.ts';

/** From this length on a text is a piece of its own. */
const LONG_TEXT = 256;

/**
 * The answer to a tool call as a line, as `JSON.stringify` writes it, its long texts apart. Most answers
 * carry one text twice, for a model in `content` and for a program in `structuredContent`.
 */
export function answerLine(
  id: RequestId,
  { content, structuredContent, ...rest }: CallToolResult,
): readonly Piece[] {
  const line = new Line(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[`);
  content.forEach((block, at) => {
    line
      .add(at === 0 ? '{' : ',{')
      .addMembers(block, '')
      .add('}');
  });
  line.add(']');
  if (structuredContent !== undefined) {
    const json = writtenJson(structuredContent);
    if (json !== undefined) line.add(`,"structuredContent":${json}`);
    else line.add(',"structuredContent":{').addMembers(structuredContent, '').add('}');
  }
  return line.addMembers(rest, ',').add('}}\n').end();
}

class Line {
  readonly #pieces: Piece[] = [];
  #json: string;

  constructor(json: string) {
    this.#json = json;
  }

  add(json: string): this {
    this.#json += json;
    return this;
  }

  addMembers(members: object, separator: string): this {
    let before = separator;
    for (const [key, value] of Object.entries(members)) {
      const apart = (typeof value === 'string' && value.length >= LONG_TEXT) || holdsHuge(value);
      const json = apart ? '' : JSON.stringify(value);
      // As for `JSON.stringify`, a member without a value is none.
      if (json === undefined) continue;
      this.#json += `${before}${JSON.stringify(key)}:${json}`;
      if (apart) this.#addApart(value);
      before = ',';
    }
    return this;
  }

  /** A value with a huge text in it, or a long text. */
  #addApart(value: unknown): void {
    if (typeof value === 'string') this.#addText(value);
    else if (Array.isArray(value)) {
      this.add('[');
      for (const [at, item] of value.entries()) {
        if (at > 0) this.add(',');
        if (holdsHuge(item)) this.#addApart(item);
        else this.add(JSON.stringify(item) ?? 'null');
      }
      this.add(']');
    } else if (typeof value === 'object' && value !== null) {
      this.add('{').addMembers(value, '').add('}');
    }
  }

  #addText(text: string): void {
    this.#pieces.push(this.#json, { text });
    this.#json = '';
  }

  end(): readonly Piece[] {
    this.#pieces.push(this.#json);
    return this.#pieces;
  }
}
