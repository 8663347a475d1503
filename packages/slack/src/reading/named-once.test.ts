import { expect, it } from 'vitest';
import { namedOnce } from './named-once.ts';

const at = { ts: '1767225660.000001', time: '2026-01-01T00:01:00Z', text: 'Aye' };

it('names each author once, and keeps the name an app chose for one message', () => {
  const messages = [
    { ...at, user: 'U1', name: 'ada' },
    { ...at, user: 'B1', name: 'Tides' },
    { ...at, user: 'U1', name: 'ada' },
    { ...at, user: 'B1', name: 'Weather' },
    { ...at, user: 'U2' },
  ];
  expect(namedOnce(messages)).toEqual({
    people: { U1: 'ada', B1: 'Tides' },
    messages: [
      { ...at, user: 'U1' },
      { ...at, user: 'B1' },
      { ...at, user: 'U1' },
      { ...at, user: 'B1', name: 'Weather' },
      { ...at, user: 'U2' },
    ],
  });
});

it('has no people where no name is known', () => {
  expect(namedOnce([{ ...at, user: 'U1' }])).toEqual({ messages: [{ ...at, user: 'U1' }] });
});
