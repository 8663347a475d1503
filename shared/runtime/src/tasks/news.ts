import type { Task } from './task.ts';
import type { TaskView } from './types.ts';

/**
 * How tasks stand, and then every change, for a client that does not want to ask. Who reads slowly gets
 * only the newest state of each.
 *
 * @param signal ends it
 */
export async function* taskNews(
  tasks: readonly Task[],
  signal: AbortSignal,
): AsyncGenerator<TaskView, undefined> {
  const changed = new Set(tasks);
  let waiting = Promise.withResolvers<void>();
  const wake = () => waiting.resolve();
  const leave = tasks.map((task) =>
    task.onChange(() => {
      changed.add(task);
      wake();
    }),
  );
  signal.addEventListener('abort', wake, { once: true });
  try {
    while (!signal.aborted) {
      const [task] = changed;
      if (task) {
        changed.delete(task);
        yield task.view();
      } else {
        await waiting.promise;
        waiting = Promise.withResolvers();
      }
    }
  } finally {
    signal.removeEventListener('abort', wake);
    for (const stop of leave) stop();
  }
  return undefined;
}
