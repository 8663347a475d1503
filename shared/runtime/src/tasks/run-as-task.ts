import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineRequest, User } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import type { TaskRegistry } from './registry.ts';
import type { Task } from './task.ts';
import type { TaskFailure, TaskQuestion, TaskView } from './types.ts';

/** A call that is done, or asks its user, within this time never becomes a task, milliseconds. */
const PATIENCE_MS = 250;
/** The result is kept for this long after the deadline of the call, milliseconds. */
const KEEP_MS = 3_600_000;

/** The call, and what changes for it once it runs in the background. */
export interface TaskCall {
  readonly request: EngineRequest;
  /** Deadline of the call, milliseconds. */
  readonly timeoutMs: number;
  readonly run: (request: EngineRequest) => Promise<CallToolResult>;
  /** The user of the call once it is a task. */
  readonly userOf: (ask: (key: string, question: TaskQuestion) => Promise<unknown>) => User;
  readonly failure: (error: unknown) => TaskFailure;
}

/**
 * Runs a call that may become a task: one that is slow goes on in the background, and its client gets a
 * handle to come back with. It then no longer ends with its request, but when its task is cancelled.
 *
 * @throws what the call throws before it becomes a task
 */
export async function runAsTask(
  tasks: TaskRegistry,
  { request, timeoutMs, run, userOf, failure }: TaskCall,
): Promise<{ readonly result: CallToolResult } | { readonly task: TaskView }> {
  const stop = new AbortController();
  const follow = () => stop.abort(request.signal.reason);
  if (request.signal.aborted) follow();
  request.signal.addEventListener('abort', follow, { once: true });
  let task: Task | undefined;
  const call = run({ ...request, signal: stop.signal, ...switching(request, userOf, () => task) });
  const done = call.then((result) => ({ result }));
  const inTime = await Promise.race([done, sleep(PATIENCE_MS)]);
  if (inTime) return inTime;
  const kept = tasks.add(request.caller, timeoutMs + KEEP_MS, () => stop.abort());
  if (!kept) return done;
  task = kept;
  request.signal.removeEventListener('abort', follow);
  done.then(
    (outcome) => kept.end(outcome),
    (error: unknown) => kept.end({ error: failure(error) }),
  );
  return { task: kept.view() };
}

/** What changes hands when a call becomes a task: its user, its progress, its log messages. */
function switching(
  request: EngineRequest,
  userOf: TaskCall['userOf'],
  task: () => Task | undefined,
): Pick<EngineRequest, 'user' | 'progress' | 'clientLog'> {
  const user = () => {
    const current = task();
    return current ? userOf((key, question) => current.questions.ask(key, question)) : request.user;
  };
  return {
    user: {
      ask: (...question) => user().ask(...question),
      request: (...question) => user().request(...question),
    },
    progress(done, total, message) {
      const current = task();
      if (!current) request.progress?.(done, total, message);
      else if (message !== undefined) current.say(message);
    },
    clientLog(level, message, fields) {
      if (!task()) request.clientLog(level, message, fields);
    },
  };
}
