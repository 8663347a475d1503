import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { MarkedStream } from './marked-stream.ts';
import { Output } from './output.ts';
import { killGroup, throwIfStopped } from './process-group.ts';
import { ERROR_BYTES, type ProgramRequest, type ProgramResult } from './run-program.ts';

/** Time a reader has to end when it is told to, milliseconds; then the lane is killed with it. */
const GRACE_MS = 200;
/** Longest request, characters: the shell reads it byte by byte. */
const MAX_REQUEST = 4_096;
/** The status of a program that a signal ended is above this; of the programs run here none ends with one itself. */
const SIGNALLED = 129;

/**
 * Starts the program once for each request it reads: a mark, the folder, the number of arguments, the arguments,
 * a line each. It keeps no folder in use. They become words as they are, nothing of them is parsed. The mark is printed after what the
 * program prints. A signal that ends the program does not end the shell.
 */
const SCRIPT = `trap : TERM
while IFS= read -r mark && IFS= read -r dir && IFS= read -r count; do
  set --
  while [ "$count" -gt 0 ]; do
    IFS= read -r word || exit
    set -- "$@" "$word"
    count=$((count - 1))
  done
  cd "$dir" 2>/dev/null || exit
  "$0" "$@" </dev/null
  code=$?
  cd /
  printf '%s%03d' "$mark" "$code" >&2
  printf '%s%03d' "$mark" "$code"
done`;

/** What is the same for every start of a lane. */
export type LaneOptions = Pick<ProgramRequest, 'program' | 'env'>;

/** What one start of a lane has of its own. */
export type LaneRequest = Pick<ProgramRequest, 'args' | 'cwd' | 'signal' | 'maxBytes' | 'consume'>;

interface Job {
  readonly stdout: MarkedStream;
  readonly stderr: MarkedStream;
  /** Streams whose mark has not come yet. */
  open: number;
  code: number | null;
  readonly end: () => void;
}

/**
 * A small shell that stays and starts one program for it. A process of a hundred megabytes takes milliseconds to
 * fork, one of a single megabyte a fraction of that. It serves one request at a time, and keeps nobody alive
 * while it waits.
 */
export class ProgramLane {
  readonly #child: ChildProcess;
  #job: Job | undefined;
  #usable = true;

  constructor({ program, env }: LaneOptions) {
    this.#child = spawn('/bin/sh', ['-c', SCRIPT, program], {
      cwd: '/',
      env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.once('error', () => this.#lose());
    this.#child.once('close', () => this.#lose());
    // A shell that is gone breaks the pipe; its end is what tells.
    this.#child.stdin?.on('error', () => {});
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#take('stdout', chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#take('stderr', chunk));
    this.#keepAlive(false);
  }

  /** Whether it can take another request. */
  get usable(): boolean {
    return this.#usable && this.#job === undefined;
  }

  /** Whether a request can be one of its lines: shells differ in what they make of other characters. */
  static fits({ args, cwd }: Pick<LaneRequest, 'args' | 'cwd'>): boolean {
    const lines = [cwd, ...args];
    const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
    return length <= MAX_REQUEST && lines.every((line) => /^[ -~]*$/.test(line));
  }

  /**
   * @returns undefined when it was lost before the program printed anything: it can then be started anew
   * @throws ToolError when the signal aborts
   */
  async run(request: LaneRequest): Promise<ProgramResult | undefined> {
    throwIfStopped(request.signal);
    const output = new Output(request);
    const errors = new Output({ maxBytes: ERROR_BYTES });
    const job = await this.#serve(request, output, errors);
    throwIfStopped(request.signal);
    const stderr = errors.bytes.toString('utf8');
    if (job.open > 0 && !output.touched && stderr === '') return undefined;
    // With one mark missing an end of the output may be too, whatever the other mark says.
    const code = job.open > 0 ? null : job.code;
    const ended = output.cut || code === null || code > SIGNALLED;
    return { stdout: output.bytes, stderr, code: ended ? null : code, truncated: output.cut };
  }

  /** Ends the shell, and what it runs. */
  close(): void {
    this.#usable = false;
    killGroup(this.#child, 'SIGKILL');
  }

  /** Ends the shell when it has nothing left to do. */
  retire(): void {
    this.#usable = false;
    this.#child.stdin?.end();
  }

  async #serve({ args, cwd, signal }: LaneRequest, output: Output, errors: Output): Promise<Job> {
    const mark = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      if (timer !== undefined) return;
      killGroup(this.#child, 'SIGTERM');
      timer = setTimeout(() => this.close(), GRACE_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    this.#keepAlive(true);
    try {
      return await new Promise<Job>((resolve) => {
        const job: Job = {
          stdout: new MarkedStream(mark, (chunk) => output.take(chunk) === 'stop' && stop()),
          stderr: new MarkedStream(mark, (chunk) => errors.take(chunk)),
          open: 2,
          code: null,
          end: () => resolve(job),
        };
        this.#job = job;
        this.#child.stdin?.write(`${[mark, cwd, args.length, ...args].join('\n')}\n`);
        if (!this.#usable) this.#lose();
      });
    } finally {
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
      this.#keepAlive(false);
    }
  }

  #keepAlive(busy: boolean): void {
    for (const part of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr])
      if (part === this.#child || part instanceof Socket) part[busy ? 'ref' : 'unref']();
  }

  #take(name: 'stdout' | 'stderr', chunk: Buffer): void {
    const job = this.#job;
    const met = job?.[name].push(chunk);
    // What comes when nothing was asked for belongs to no answer.
    if (job === undefined || met?.more) this.close();
    if (job === undefined || met === undefined) return;
    job.code = met.code;
    job.open -= 1;
    if (job.open > 0) return;
    this.#job = undefined;
    job.end();
  }

  #lose(): void {
    this.#usable = false;
    const job = this.#job;
    this.#job = undefined;
    job?.end();
  }
}
