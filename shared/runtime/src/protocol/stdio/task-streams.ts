import type { JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import type { Engine } from '../../engine/engine.ts';
import { taskNews } from '../../tasks/news.ts';
import { cancelledId } from '../cancelled-id.ts';
import { localCaller } from '../connection.ts';
import { acknowledge, readTaskListen, type TaskListen, taskNotification } from '../task-listen.ts';

/** The streams of one connection that tell of tasks, which the protocol library does not know. */
export interface TaskStreams {
  /** Looks at an inbound message; whether it was answered here and nobody else shall see it. */
  take(message: JSONRPCMessage): boolean;
  close(): void;
}

interface Open {
  readonly listen: TaskListen;
  readonly end: AbortController;
}

/**
 * The library acknowledges a stream and knows nothing of its tasks: they are put into what it says, and
 * what happens to them is told after that.
 */
export function createTaskStreams(wire: Transport, engine: Engine): TaskStreams {
  const streams = new Map<RequestId, Open>();
  const send = wire.send.bind(wire);
  const stop = (id: RequestId) => {
    streams.get(id)?.end.abort();
    streams.delete(id);
  };
  const tell = async ({ listen, end }: Open) => {
    for await (const view of taskNews(listen.tasks, end.signal))
      await send(taskNotification(view, listen.id));
  };
  wire.send = async (message, options) => {
    for (const stream of streams.values()) {
      const acknowledged = acknowledge(message, stream.listen);
      if (!acknowledged) continue;
      await send(acknowledged, options);
      tell(stream).catch((error: unknown) => {
        engine.parts.log.warning('A client could not be told of its tasks.', { error: String(error) });
      });
      return;
    }
    await send(message, options);
  };
  return {
    take(message) {
      const cancelled = cancelledId(message);
      if (cancelled !== undefined) stop(cancelled);
      const listen = readTaskListen(engine, localCaller, message);
      if (listen?.refused) {
        send(listen.refused).catch((error: unknown) => {
          engine.parts.log.warning('A message could not be answered.', { error: String(error) });
        });
        return true;
      }
      if (listen) {
        stop(listen.id);
        streams.set(listen.id, { listen, end: new AbortController() });
      }
      return false;
    },
    close: () => [...streams.keys()].forEach(stop),
  };
}
