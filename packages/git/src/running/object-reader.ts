import { type ChildProcess, spawn } from 'node:child_process';
import { killGroup, throwIfStopped } from '@portolan/runtime/programs';
import { type BatchAnswer, BatchParser, type ObjectContent, type ObjectInfo } from './batch-parser.ts';
import { findGit } from './program.ts';

/** Content of one object that is read whole, bytes; a bigger one is streamed by a git of its own. */
export const MAX_OBJECT_BYTES = 1024 * 1024;
/** Longest name that is asked for, characters. */
const MAX_NAME = 400;
/** A child that says nothing for so long while it is asked is killed, milliseconds. */
const STALL_MS = 5_000;
/** A child that nobody asks anything is ended after this, milliseconds. */
const IDLE_MS = 30_000;
/** After so many losses in a row no further child is started. */
const MAX_LOSSES = 3;

export interface ObjectReaderOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stallMs?: number;
  readonly idleMs?: number;
}

interface Waiting {
  readonly content: boolean;
  readonly answer: (answer: BatchAnswer) => void;
}

/**
 * Reads objects of one repository through a `git cat-file` that stays. Whatever goes wrong with it (it dies,
 * it hangs, an object is too big) is answered with undefined, as an object that is not there: then git itself
 * is asked, which says why.
 */
export class ObjectReader {
  readonly #options: ObjectReaderOptions;
  readonly #waiting: Waiting[] = [];
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #losses = 0;
  #closed = false;

  constructor(options: ObjectReaderOptions) {
    this.#options = options;
  }

  /** @throws ToolError when the signal aborts */
  async info(name: string, signal: AbortSignal): Promise<ObjectInfo | undefined> {
    return this.#ask('info', name, signal);
  }

  /** @throws ToolError when the signal aborts */
  async content(name: string, signal: AbortSignal): Promise<ObjectContent | undefined> {
    const answer = await this.#ask('contents', name, signal);
    return answer && 'bytes' in answer ? answer : undefined;
  }

  /** Ends the child; who still waits gets undefined. */
  close(): void {
    this.#closed = true;
    this.#lose();
  }

  async #ask(command: 'info' | 'contents', name: string, signal: AbortSignal): Promise<BatchAnswer> {
    throwIfStopped(signal);
    const unfit = name === '' || name.length > MAX_NAME || /[\n\0]/.test(name);
    if (unfit || this.#closed || this.#losses >= MAX_LOSSES) return undefined;
    let stop = () => {};
    const answer = await new Promise<BatchAnswer>((resolve) => {
      // One who left is still answered, so that the answers stay in step with the questions.
      stop = () => resolve(undefined);
      signal.addEventListener('abort', stop, { once: true });
      const stdin = this.#start().stdin;
      this.#waiting.push({ content: command === 'contents', answer: resolve });
      stdin?.write(`${command} ${name}\n`);
      this.#watch();
    });
    signal.removeEventListener('abort', stop);
    throwIfStopped(signal);
    return answer;
  }

  #start(): ChildProcess {
    if (this.#child) return this.#child;
    const { args, cwd, env } = this.#options;
    const child = spawn(findGit(), [...args, 'cat-file', '--batch-command'], {
      cwd,
      env,
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child = child;
    const lost = () => {
      if (this.#child === child) this.#lose();
    };
    child.once('error', lost);
    child.once('close', lost);
    // A child that is gone breaks the pipe; its end is what tells.
    child.stdin.on('error', () => {});
    const parser = new BatchParser({
      bringsContent: () => this.#waiting[0]?.content === true,
      deliver: (answer) => this.#deliver(answer),
      maxBytes: MAX_OBJECT_BYTES,
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child !== child) return;
      try {
        parser.push(chunk);
      } catch {
        // What it prints is no longer in step with what was asked.
        this.#lose();
      }
      this.#watch();
    });
    return child;
  }

  #deliver(answer: BatchAnswer): void {
    const next = this.#waiting.shift();
    if (!next) throw new Error('git answered what was not asked.');
    this.#losses = 0;
    next.answer(answer);
  }

  /** Begins the wait anew: for an answer while somebody waits, else for the end of the idle time. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (!this.#child) return;
    const { stallMs = STALL_MS, idleMs = IDLE_MS } = this.#options;
    const idle = this.#waiting.length === 0;
    this.#timer = setTimeout(() => this.#lose(), idle ? idleMs : stallMs);
    this.#timer.unref();
  }

  #lose(): void {
    const child = this.#child;
    const waiting = this.#waiting.splice(0);
    clearTimeout(this.#timer);
    this.#child = undefined;
    if (child) killGroup(child, 'SIGKILL');
    if (waiting.length > 0) this.#losses += 1;
    for (const { answer } of waiting) answer(undefined);
  }
}
