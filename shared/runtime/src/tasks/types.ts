import type { CallToolResult } from '../engine/results.ts';

/** The name under which client and server say that they know tasks. */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/** A question of a task to its client, as MCP shapes it. */
export interface TaskQuestion {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A JSON-RPC error. */
export interface TaskFailure {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** The states of a task, as the tasks extension of MCP names them. */
export type TaskStatus = 'working' | 'input_required' | 'completed' | 'cancelled' | 'failed';

/** A task as its client sees it at one moment. */
export interface TaskView {
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly statusMessage?: string;
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
  readonly inputRequests?: Readonly<Record<string, TaskQuestion>>;
  readonly result?: CallToolResult;
  readonly error?: TaskFailure;
}
