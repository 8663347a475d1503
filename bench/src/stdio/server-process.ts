import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import type { Command } from './launch.ts';

const Message = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

export interface Answer {
  readonly result: unknown;
  /** Of the line, the newline excluded. */
  readonly bytes: number;
  /** From the start of the process, milliseconds. */
  readonly sinceSpawnMs: number;
  /** From the question, milliseconds. */
  readonly tookMs: number;
}

export interface ServerProcess {
  readonly pid: number;
  ask(method: string, params: Readonly<Record<string, unknown>>): Promise<Answer>;
  tell(method: string): void;
  /** Opens the connection as a client of 2025-11-25 does. */
  initialize(): Promise<Answer>;
  /** @throws Error when the tool answers with an error */
  call(name: string, args: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Calls a tool whose answer nobody waits for; what it returns cancels the call. */
  callInVain(name: string, args: Readonly<Record<string, unknown>>): () => void;
  /**
   * Makes the same call again and again, so many at a time. The client does as little as it can, or its own
   * work would be most of what is measured: the request is written as text but for its id, and an answer is
   * looked at only for its length and whether it says that it is an error.
   *
   * @returns how long it took, milliseconds
   * @throws Error when an answer is an error or shorter than it must be
   */
  repeat(call: RepeatedCall): Promise<number>;
  /** Ends standard input and waits for the process to go; kills one that does not. */
  stop(): Promise<void>;
}

export interface RepeatedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly inFlight: number;
  /** The length of a right answer at least, bytes. */
  readonly leastBytes: number;
}

const STOP_MS = 5_000;

/** Starts a server and speaks JSON lines with it; the same few lines of client for every contender. */
export function startServer(command: Command): ServerProcess {
  const wire = openWire(command);
  const { ask, tell } = wire;
  return {
    pid: wire.pid,
    ask,
    tell,
    async initialize() {
      const clientInfo = { name: 'bench', version: '1.0.0' };
      const answer = await ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
      tell('notifications/initialized');
      return answer;
    },
    async call(name, args) {
      const answer = await ask('tools/call', { name, arguments: args });
      const { isError, content } = CallResult.parse(answer.result);
      if (isError) throw new Error(`${name}: ${JSON.stringify(content).slice(0, 500)}`);
      return answer;
    },
    callInVain(name, args) {
      const params = JSON.stringify({ name, arguments: args });
      const requestId = wire.send(`,"method":"tools/call","params":${params}}\n`);
      return () => tell('notifications/cancelled', { requestId, reason: 'enough' });
    },
    repeat: (call) => repeat(wire, call),
    stop: wire.stop,
  };
}

/** Lines to a server and from it. */
interface Wire extends Pick<ServerProcess, 'pid' | 'ask' | 'stop'> {
  tell(method: string, params?: Readonly<Record<string, unknown>>): void;
  /** Writes a request, which is whole but for its beginning and its id; answers the id. */
  send(rest: string): number;
  /** From now on lines go there; to the questions of `ask` when it is left out. */
  onLine(take?: (line: Buffer) => void): void;
  /** Rejects when the server ends. */
  readonly lost: Promise<never>;
}

function openWire({ file, args, env }: Command): Wire {
  const spawnedAt = performance.now();
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started.`);
  const exited = once(child, 'exit');
  const questions = createQuestions(spawnedAt);
  const lost = exited.then(([code]) => {
    throw new Error(`${args.join(' ')} ended with ${code}.`);
  });
  lost.catch(questions.fail);
  let take = questions.answer;
  eachLine(child.stdout, (line) => take(line));
  let lastId = 0;
  const send = (rest: string) => {
    lastId += 1;
    child.stdin.write(`{"jsonrpc":"2.0","id":${lastId}${rest}`);
    return lastId;
  };
  return {
    pid,
    send,
    lost,
    ask: (method, params) =>
      questions.put(() => send(`,"method":"${method}","params":${JSON.stringify(params)}}\n`)),
    tell: (method, params) =>
      void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`),
    onLine: (given = questions.answer) => {
      take = given;
    },
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The questions somebody waits for. */
function createQuestions(spawnedAt: number) {
  const asked = new Map<number, PromiseWithResolvers<Answer> & { readonly at: number }>();
  return {
    put(send: () => number): Promise<Answer> {
      const question = { ...Promise.withResolvers<Answer>(), at: performance.now() };
      asked.set(send(), question);
      return question.promise;
    },
    answer(line: Buffer): void {
      const now = performance.now();
      const { id, result, error } = Message.parse(JSON.parse(line.toString('utf8')));
      const question = asked.get(Number(id));
      if (!question) return;
      asked.delete(Number(id));
      const times = { sinceSpawnMs: now - spawnedAt, tookMs: now - question.at };
      if (error) question.reject(new Error(error.message));
      else question.resolve({ result, bytes: line.length, ...times });
    },
    fail(error: unknown): void {
      for (const { reject } of asked.values()) reject(error);
    },
  };
}

function repeat(wire: Wire, { name, args, count, inFlight, leastBytes }: RepeatedCall): Promise<number> {
  const rest = `,"method":"tools/call","params":${JSON.stringify({ name, arguments: args })}}\n`;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const started = performance.now();
  let asked = 0;
  let answered = 0;
  const next = () => {
    asked += 1;
    wire.send(rest);
  };
  wire.onLine((line) => {
    if (line.length < leastBytes || line.includes('"isError":true')) {
      reject(new Error(`${name}: ${line.toString('utf8', 0, 500)}`));
    }
    answered += 1;
    if (asked < count) next();
    if (answered === count) resolve(performance.now() - started);
  });
  for (let lane = 0; lane < Math.min(inFlight, count); lane += 1) next();
  return Promise.race([promise, wire.lost]).finally(() => wire.onLine());
}

const CallResult = z.looseObject({ isError: z.boolean().optional(), content: z.array(z.unknown()) });

/** The text blocks of a tool's answer. */
export function textOf({ result }: Answer): string {
  const { content } = z.looseObject({ content: z.array(z.looseObject({ text: z.string() })) }).parse(result);
  return content.map(({ text }) => text).join('\n');
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: Buffer) => void): void {
  let held: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end);
      take(held.length === 0 ? line : Buffer.concat([...held, line]));
      held = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) held.push(rest);
  });
}
