import { describe, expect, it } from 'vitest';
import { createAnswerRoom } from './answer-room.ts';

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
