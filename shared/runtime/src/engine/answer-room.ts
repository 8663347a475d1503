import { isRecord } from '../json/is-record.ts';
import type { EngineParts } from './parts.ts';

/**
 * Answers of one connection or caller that may be in the making or on their way at once, in bytes by
 * the limits of their tools. It bounds memory: 16 answers of the default limit at a time, or one of the largest.
 */
const ANSWER_ROOM_BYTES = 16 * 1024 * 1024;

/** Lets calls begin while their answers have room. */
export interface AnswerRoom {
  /**
   * Begins at once when there is room, otherwise after those who came before.
   *
   * @returns how to leave: when the answer is gone, or while still waiting; a second time does nothing
   */
  enter(bytes: number, begin: () => void): () => void;
  readonly empty: boolean;
}

/** @param capacity bytes of answers under way at once; one that is larger goes alone */
export function createAnswerRoom(capacity = ANSWER_ROOM_BYTES): AnswerRoom {
  const waiting = new Set<{ readonly bytes: number; readonly begin: () => void }>();
  let used = 0;
  const letIn = () => {
    for (const entry of waiting) {
      if (used > 0 && used + entry.bytes > capacity) return;
      waiting.delete(entry);
      used += entry.bytes;
      entry.begin();
    }
  };
  return {
    enter(bytes, begin) {
      const entry = { bytes: Math.min(bytes, capacity), begin };
      waiting.add(entry);
      letIn();
      let left = false;
      return () => {
        if (left) return;
        left = true;
        if (!waiting.delete(entry)) used -= entry.bytes;
        letIn();
      };
    },
    get empty() {
      return used === 0 && waiting.size === 0;
    },
  };
}

/** The most bytes that the answer to a JSON-RPC message, or to a batch of them, can have; 0 for what has no large answer. */
export function largestAnswer(parts: Pick<EngineParts, 'server' | 'options'>, message: unknown): number {
  // No batch holds batches, and a body may be arrays all the way down.
  const messages = Array.isArray(message) ? message : [message];
  return messages.reduce((sum, one) => sum + largestOfOne(parts, one), 0);
}

function largestOfOne(
  { server, options }: Pick<EngineParts, 'server' | 'options'>,
  message: unknown,
): number {
  if (!isRecord(message) || message.id === undefined) return 0;
  if (message.method === 'resources/read' || message.method === 'prompts/get') return options.maxAnswerBytes;
  if (message.method !== 'tools/call') return 0;
  const name = isRecord(message.params) ? message.params.name : undefined;
  return server.tools.find((tool) => tool.name === name)?.maxBytes ?? options.maxAnswerBytes;
}
