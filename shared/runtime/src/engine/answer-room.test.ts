import { describe, expect, it } from 'vitest';
import notes from '../../test/support/notes-server.ts';
import { createAnswerRoom, largestAnswer } from './answer-room.ts';

function visitors(capacity: number) {
  const room = createAnswerRoom(capacity);
  const begun: string[] = [];
  const enter = (name: string, bytes: number) => room.enter(bytes, () => begun.push(name));
  return { room, begun, enter };
}

describe('the room for answers', () => {
  it('lets in what fits, and the rest in order as others leave', () => {
    const { begun, enter } = visitors(10);
    const leaveA = enter('a', 6);
    enter('b', 4);
    enter('c', 5);
    enter('d', 1);
    expect(begun).toEqual(['a', 'b']);
    leaveA();
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets one in that is larger than the room, alone', () => {
    const { begun, enter } = visitors(10);
    const leaveBig = enter('big', 1_000);
    enter('small', 1);
    expect(begun).toEqual(['big']);
    leaveBig();
    expect(begun).toEqual(['big', 'small']);
  });

  it('forgets one who leaves while waiting, and counts a leave once', () => {
    const { room, begun, enter } = visitors(10);
    const leaveA = enter('a', 10);
    const leaveB = enter('b', 10);
    enter('c', 10);
    leaveB();
    leaveB();
    leaveA();
    leaveA();
    expect(begun).toEqual(['a', 'c']);
    expect(room.empty).toBe(false);
  });

  it('never keeps out what needs none', () => {
    const { begun, enter } = visitors(10);
    enter('a', 10);
    enter('b', 0);
    expect(begun).toEqual(['a', 'b']);
  });

  it('is empty when all have left', () => {
    const { room, enter } = visitors(10);
    const leaves = [enter('a', 10), enter('b', 10), enter('c', 3)];
    for (const leave of leaves) leave();
    expect(room.empty).toBe(true);
  });
});

describe('the largest answer of a message', () => {
  const options = { timeoutMs: 1_000, maxAnswerBytes: 2_048, yes: false, redactOutput: false };
  const tools = notes.tools.map((tool) => (tool.name === 'big_note' ? { ...tool, maxBytes: 9_000 } : tool));
  const largest = (message: unknown) => largestAnswer({ server: { ...notes, tools }, options }, message);
  const call = (name: unknown) => ({ id: 1, method: 'tools/call', params: { name } });

  it.each([
    ['a call', call('read_note'), 2_048],
    ['a call of a tool with a limit of its own', call('big_note'), 9_000],
    ['a call of nothing known', call(7), 2_048],
    ['a resource', { id: 1, method: 'resources/read' }, 2_048],
    ['a prompt', { id: 1, method: 'prompts/get' }, 2_048],
    ['a batch', [call('read_note'), call('big_note')], 11_048],
    ['a batch in a batch, which is no message', [[call('read_note')]], 0],
    ['another request', { id: 1, method: 'tools/list' }, 0],
    ['a notification', { method: 'tools/call' }, 0],
    ['no message', 'tools/call', 0],
  ])('of %s', (_what, message, bytes) => {
    expect(largest(message)).toBe(bytes);
  });
});
