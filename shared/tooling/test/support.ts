import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const notesFolder = fileURLToPath(new URL('fixtures/notes', import.meta.url));

export const greetingsFolder = fileURLToPath(new URL('fixtures/greetings', import.meta.url));

/** A server process that is spoken to line by line. */
export class LineServer {
  readonly process: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;
  readonly lines: string[] = [];
  errors = '';
  #onLine = () => {};

  constructor(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
    folder: string = notesFolder,
  ) {
    this.process = spawn(process.execPath, [`${folder}/dist/bin.js`, '--audit', 'off', ...args], {
      env: { ...process.env, ...env },
    });
    this.exit = new Promise((resolve) => this.process.on('close', resolve));
    let rest = '';
    this.process.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts);
      this.#onLine();
    });
    this.process.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.errors += chunk;
    });
  }

  send(...messages: readonly unknown[]): void {
    this.process.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  }

  /** The answer to one request, once it is there. */
  async answer(id: string | number): Promise<unknown> {
    for (;;) {
      const found = this.lines.map((line): unknown => JSON.parse(line)).find((message) => hasId(message, id));
      if (found) return found;
      await new Promise<void>((resolve) => {
        this.#onLine = resolve;
      });
    }
  }

  async end(): Promise<number | null> {
    this.process.stdin.end();
    return this.exit;
  }
}

const hasId = (message: unknown, id: string | number) =>
  typeof message === 'object' && message !== null && 'id' in message && message.id === id;
