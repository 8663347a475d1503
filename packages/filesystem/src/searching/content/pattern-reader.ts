import { fail } from '@portolan/runtime';

/** Reads the characters of a regular expression and says where it is wrong. */
export class PatternReader {
  readonly source: string;
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  get done(): boolean {
    return this.at >= this.source.length;
  }

  /** The next character, a whole code point; empty at the end. */
  peek(): string {
    const code = this.source.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  take(): string {
    const char = this.peek();
    this.at += char.length;
    return char;
  }

  /** Takes the text if it comes next. */
  accept(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes what a sticky expression matches here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.source);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }

  /** @throws ToolError `invalid_arguments` */
  refuse(problem: string): never {
    return fail(
      'invalid_arguments',
      `The regular expression is not accepted at character ${this.at + 1}: ${problem}.`,
      {
        next: 'Use RE2 syntax (no look-around, no back-references), or search for the literal text.',
      },
    );
  }
}
