import { randomUUID } from 'node:crypto';
import type { Caller } from '../definition/context.ts';
import { createTask, type Task } from './task.ts';

/** Tasks kept at once, finished ones included. */
const MAX_TASKS = 256;
/** Of those, for one caller. */
const MAX_PER_CALLER = 64;

/** The tasks of a process, in memory; each belongs to the caller who made the call. */
export interface TaskRegistry {
  /** Keeps a new task for its time; undefined when there are too many. */
  add(caller: Caller, ttlMs: number, stop: () => void): Task | undefined;
  /** A caller's task; undefined for an unknown one, for one whose time is over, and for another's. */
  find(caller: Caller, id: string): Task | undefined;
  /** Whether an id is of the form of ours and names another process: a replica, or one before a restart. */
  isElsewhere(id: string): boolean;
  /** Stops everything. */
  close(): void;
}

interface Kept {
  readonly task: Task;
  readonly owner: string;
  readonly timer: NodeJS.Timeout;
}

const idForm = /^([0-9a-f]{8})\.[0-9a-f-]{36}$/;

/** An empty registry. Each process has a prefix of its own for its ids, by which another's are told apart. */
export function createTaskRegistry(): TaskRegistry {
  const tasks = new Map<string, Kept>();
  const home = randomUUID().slice(0, 8);
  const drop = (id: string) => {
    const kept = tasks.get(id);
    clearTimeout(kept?.timer);
    kept?.task.cancel();
    tasks.delete(id);
  };
  return {
    add(caller, ttlMs, stop) {
      const owner = ownerOf(caller);
      const own = [...tasks.values()].filter((kept) => kept.owner === owner).length;
      if (tasks.size >= MAX_TASKS || own >= MAX_PER_CALLER) return undefined;
      const task = createTask(`${home}.${randomUUID()}`, ttlMs, stop);
      const timer = setTimeout(() => drop(task.id), ttlMs).unref();
      tasks.set(task.id, { task, owner, timer });
      return task;
    },
    find(caller, id) {
      const kept = tasks.get(id);
      return kept?.owner === ownerOf(caller) ? kept.task : undefined;
    },
    isElsewhere(id) {
      const [, process = home] = idForm.exec(id) ?? [];
      return process !== home;
    },
    close: () => [...tasks.keys()].forEach(drop),
  };
}

const ownerOf = ({ kind, id }: Caller) => `${kind} ${id}`;
