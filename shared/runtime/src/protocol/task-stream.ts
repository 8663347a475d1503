import { isSpecType } from '@modelcontextprotocol/server';
import { taskNews } from '../tasks/news.ts';
import type { TaskView } from '../tasks/types.ts';
import { hasMethod } from './has-method.ts';
import { acknowledge, type TaskListen, taskNotification } from './task-listen.ts';

/**
 * The same `subscriptions/listen` for the protocol library, which does not know tasks. It ends a stream that
 * asks for nothing else at once, so it is asked for changes of the list of tools as well; they are left out.
 */
export function withoutTasks(message: unknown): unknown {
  if (!isSpecType.SubscriptionsListenRequest(message)) return message;
  const { params } = message;
  return {
    ...message,
    params: { ...params, notifications: { ...params.notifications, toolsListChanged: true } },
  };
}

/** The library's stream with what happens to tasks in it, written no faster than it is read. */
export function streamWithTasks(answer: Response, listen: TaskListen): Response {
  if (!answer.body) return answer;
  const end = new AbortController();
  const reader = answer.body.getReader();
  const events = eventsOf(listen, framesOf(reader), end);
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await events.next();
        if (value !== undefined) controller.enqueue(encoder.encode(value));
        if (done && !end.signal.aborted) controller.close();
      },
      async cancel(reason) {
        end.abort();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: answer.status, headers: answer.headers });
}

const encoder = new TextEncoder();
const event = (message: object) => `event: message\ndata: ${JSON.stringify(message)}\n\n`;

type Next = { readonly frame: string | undefined } | { readonly view: TaskView | undefined };

/** What the library writes and what happens to the tasks, in the order it comes; nothing before it acknowledged. */
async function* eventsOf(
  listen: TaskListen,
  frames: AsyncGenerator<string, undefined>,
  end: AbortController,
): AsyncGenerator<string, undefined> {
  const news = taskNews(listen.tasks, end.signal);
  const nextFrame = async (): Promise<Next> => ({ frame: (await frames.next()).value });
  const nextView = async (): Promise<Next> => ({ view: (await news.next()).value });
  let frame = nextFrame();
  let view: Promise<Next> | undefined;
  for (;;) {
    const next = await Promise.race(view ? [frame, view] : [frame]);
    if ('view' in next) {
      view = next.view && nextView();
      if (next.view) yield event(taskNotification(next.view, listen.id));
      continue;
    }
    if (next.frame === undefined) break;
    const message = messageIn(next.frame);
    const acknowledged = acknowledge(message, listen);
    if (acknowledged) view = nextView();
    if (acknowledged) yield event(acknowledged);
    else if (listen.withTools || !hasMethod(message, 'notifications/tools/list_changed')) yield next.frame;
    frame = nextFrame();
  }
  end.abort();
  return undefined;
}

/** The frames of an event stream, each with the blank line that ends it. */
async function* framesOf(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let pending = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    pending += decoder.decode(value, { stream: true });
    for (let at = pending.indexOf('\n\n'); at !== -1; at = pending.indexOf('\n\n')) {
      yield pending.slice(0, at + 2);
      pending = pending.slice(at + 2);
    }
  }
}

function messageIn(frame: string): unknown {
  const data = /^data: (.*)$/m.exec(frame)?.[1];
  return data === undefined ? undefined : JSON.parse(data);
}
