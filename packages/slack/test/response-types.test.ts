import { describe, expect, it } from 'vitest';
import { methods } from '../src/api/methods.ts';
import { strayFrom } from './support/response-types.ts';

describe("answers held to the types of Slack's library", () => {
  const channel = { id: 'C1', created: 1, topic: { value: 'x' }, shared_team_ids: ['T1'] };

  it('may be what was seen', () => {
    expect(strayFrom('conversations.info', { ok: true, channel })).toEqual([]);
    expect(strayFrom('nothing.known', { ok: 7 })).toEqual([]);
  });

  it.each([
    [{ channel: { ...channel, colour: 'red' } }, 'conversations.info.channel.colour is unknown'],
    [{ channel: { ...channel, created: '1' } }, 'conversations.info.channel.created is string, not number'],
    [{ channel: { ...channel, topic: 'x' } }, 'conversations.info.channel.topic is no object'],
    [
      { channel: { ...channel, shared_team_ids: 'T1' } },
      'conversations.info.channel.shared_team_ids is no list',
    ],
    [{ channel: null }, 'conversations.info.channel is no object'],
  ])('%j may not', (answer, found) => {
    expect(strayFrom('conversations.info', answer)).toEqual([found]);
  });

  it('are there for all methods that are called but those Slack keeps no answers of', () => {
    const stray = { surely_not_a_field_of_slack: 1 };
    const untyped = Object.keys(methods).filter((method) => strayFrom(method, stray).length === 0);
    expect(untyped).toEqual(['assistant.search.context']);
  });
});
