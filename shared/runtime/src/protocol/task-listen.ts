import {
  CLIENT_CAPABILITIES_META_KEY,
  type JSONRPCErrorResponse,
  type JSONRPCNotification,
  ProtocolError,
  type RequestId,
  SUBSCRIPTION_ID_META_KEY,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Caller } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import { MissingAbility } from '../engine/request.ts';
import type { Task } from '../tasks/task.ts';
import { TASKS_EXTENSION, type TaskView } from '../tasks/types.ts';
import { capabilitiesOf } from './capabilities.ts';
import { hasMethod } from './has-method.ts';
import { protocolError } from './protocol-error.ts';

/** A stream may name this many tasks: more than one caller can have. */
const MAX_TASK_IDS = 256;

const Listen = z.looseObject({
  id: z.union([z.string(), z.number()]),
  params: z.looseObject({
    notifications: z.looseObject({
      taskIds: z.array(z.string()).min(1).max(MAX_TASK_IDS),
      toolsListChanged: z.boolean().optional(),
    }),
    _meta: z.looseObject({
      [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({
        extensions: z.looseObject({ [TASKS_EXTENSION]: z.unknown() }).optional(),
      }),
    }),
  }),
});

/** A `subscriptions/listen` that names tasks. */
export interface TaskListen {
  readonly id: RequestId;
  /** Those of them that the caller has. */
  readonly tasks: readonly Task[];
  /** Whether it asks for changes of the list of tools as well. */
  readonly withTools: boolean;
  /** Why it cannot be served. */
  readonly refused: JSONRPCErrorResponse | undefined;
}

/** Reads a message; undefined for one that names no tasks, and where the server has none to offer. */
export function readTaskListen(engine: Engine, caller: Caller, message: unknown): TaskListen | undefined {
  if (!hasMethod(message, 'subscriptions/listen')) return undefined;
  const listen = Listen.safeParse(message).data;
  if (!listen || !capabilitiesOf(engine.parts.server, 'modern').extensions) return undefined;
  const { id, params } = listen;
  const { taskIds, toolsListChanged } = params.notifications;
  return {
    id,
    tasks: taskIds.flatMap((taskId) => engine.tasks.find(caller, taskId) ?? []),
    withTools: toolsListChanged === true,
    refused: params._meta[CLIENT_CAPABILITIES_META_KEY].extensions ? undefined : refusal(engine, id),
  };
}

function refusal({ parts }: Engine, id: RequestId): JSONRPCErrorResponse {
  const error = protocolError(new MissingAbility('tasks'), parts.redactor);
  const { code, data } = error instanceof ProtocolError ? error : { code: -32_603, data: undefined };
  return { jsonrpc: '2.0', id, error: { code, message: error.message, ...(data !== undefined && { data }) } };
}

const Acknowledged = z.looseObject({
  jsonrpc: z.literal('2.0'),
  method: z.literal('notifications/subscriptions/acknowledged'),
  params: z.looseObject({
    notifications: z.record(z.string(), z.unknown()),
    _meta: z.looseObject({ [SUBSCRIPTION_ID_META_KEY]: z.unknown() }),
  }),
});

/** The library's acknowledgement with the tasks in it; undefined for any other message. */
export function acknowledge(message: unknown, listen: TaskListen): JSONRPCNotification | undefined {
  const acknowledged = Acknowledged.safeParse(message).data;
  if (acknowledged?.params._meta[SUBSCRIPTION_ID_META_KEY] !== listen.id) return undefined;
  const { toolsListChanged, ...others } = acknowledged.params.notifications;
  const notifications = {
    ...others,
    ...(listen.withTools && { toolsListChanged }),
    ...(listen.tasks.length > 0 && { taskIds: listen.tasks.map((task) => task.id) }),
  };
  return { ...acknowledged, params: { ...acknowledged.params, notifications } };
}

/** How a task stands, for the stream that asked. */
export const taskNotification = (view: TaskView, id: RequestId): JSONRPCNotification => ({
  jsonrpc: '2.0',
  method: 'notifications/tasks',
  params: { ...view, _meta: { [SUBSCRIPTION_ID_META_KEY]: id } },
});
