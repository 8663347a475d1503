import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { cancelledId } from './cancelled-id.ts';
import type { Wire } from './wire.ts';

/** The requests of one connection that wait for their answers; streams, which never end by themselves, apart. */
export interface InFlight {
  sees(inbound: JSONRPCMessage): void;
  /** The answer to a request was written by another way than the transport's `send`, or cannot be. */
  answered(id: string | number): void;
  /**
   * Resolves when every request is answered or waits for its client, whose answers are not read any more, or
   * `end` was called.
   */
  idle(): Promise<void>;
  /** Whether more requests than one wait. */
  readonly many: boolean;
  end(): void;
}

/**
 * Follows requests into a transport and their answers out of it.
 *
 * @param onSettled hears of every request whose answer is written, or not wanted any more
 */
export function followRequests(
  wire: Pick<Wire, 'send'>,
  onSettled: (id: string | number) => void = () => {},
): InFlight {
  const waiting = new Set<string | number>();
  /** The open questions to the client, and the requests that asked them. */
  const questions = new Map<string | number, string | number>();
  const isIdle = () => {
    const asking = new Set(questions.values());
    return [...waiting].every((id) => asking.has(id));
  };
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let onIdle: (() => void)[] = [];
  const settle = (id: string | number) => {
    waiting.delete(id);
    onSettled(id);
    tellIdle();
  };
  const tellIdle = () => {
    if (onIdle.length === 0 || !isIdle()) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };
  const onAsked = (question: string | number, asker: string | number) => {
    questions.set(question, asker);
    tellIdle();
  };
  followSends(wire, onAsked, settle);
  return {
    sees(message) {
      if (!('method' in message)) {
        if (message.id !== undefined) questions.delete(message.id);
        return;
      }
      if ('id' in message && message.method !== 'subscriptions/listen') waiting.add(message.id);
      const cancelled = cancelledId(message);
      if (cancelled !== undefined) settle(cancelled);
    },
    answered: settle,
    idle: () =>
      isIdle()
        ? Promise.resolve()
        : Promise.race([ended, new Promise<void>((resolve) => onIdle.push(resolve))]),
    get many() {
      return waiting.size > 1;
    },
    end,
  };
}

/**
 * Hears of what a wire sends.
 *
 * @param onAsked of a question to the client, before it is written, with the request that asks it
 * @param onAnswered of an answer, when it is written or cannot be: it is not waited for then either
 */
function followSends(
  wire: Pick<Wire, 'send'>,
  onAsked: (question: string | number, asker: string | number) => void,
  onAnswered: (id: string | number) => void,
): void {
  const send = wire.send.bind(wire);
  wire.send = async (message, options) => {
    const asker = options?.relatedRequestId;
    if ('method' in message && 'id' in message && asker !== undefined) onAsked(message.id, asker);
    try {
      await send(message, options);
    } finally {
      if (!('method' in message) && message.id !== undefined) onAnswered(message.id);
    }
  };
}
