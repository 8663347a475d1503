import { ProtocolError, ProtocolErrorCode, type ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Engine } from '../engine/engine.ts';
import { MissingAbility } from '../engine/request.ts';
import type { Task } from '../tasks/task.ts';
import type { RequestSource } from './engine-request.ts';
import type { Plain } from './protocol-server.ts';

const TaskParams = z.looseObject({
  taskId: z.string().max(128),
  inputResponses: z.record(z.string(), z.unknown()).optional(),
});

/** The connection that tasks are asked for on. */
export interface TaskMethodsSource extends RequestSource {
  readonly engine: Engine;
  readonly plain: Plain;
}

/** Registers what a client does with a task: looks at it, answers its questions, cancels it. */
export function registerTaskMethods(source: TaskMethodsSource): void {
  handle(source, 'tasks/get', (task) => ({ ...task.view() }));
  handle(source, 'tasks/update', (task, { inputResponses }, { mcpReq }) => {
    task.questions.answer({ ...inputResponses, ...mcpReq.inputResponses });
    return {};
  });
  handle(source, 'tasks/cancel', (task) => {
    task.cancel();
    return {};
  });
}

function handle(
  { server, engine, plain }: TaskMethodsSource,
  method: string,
  run: (task: Task, params: z.output<typeof TaskParams>, context: ServerContext) => Record<string, unknown>,
): void {
  server.setRequestHandler(method, { params: TaskParams }, (params, context) =>
    plain(context, async ({ abilities, caller }) => {
      if (!abilities.tasks) throw new MissingAbility('tasks');
      const task = engine.tasks.find(caller, params.taskId);
      // Another caller's task looks the same as none.
      if (!task) throw new ProtocolError(ProtocolErrorCode.InvalidParams, noTask(engine, params.taskId));
      return run(task, params, context);
    }),
  );
}

/** Behind a balancer this is what a client learns of the balancer's settings, so it says more than "none". */
const noTask = ({ tasks }: Engine, id: string): string =>
  tasks.isElsewhere(id)
    ? 'This task is in the memory of another process of this server: a replica, or one before a restart. What follows a call must reach the process that took it.'
    : 'No task has this id.';
