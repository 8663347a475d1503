import type { Caller } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { databaseRole } from './caller-role.ts';

const caller = (kind: Caller['kind'], ...roles: string[]): Caller => ({ id: 'x', kind, roles, scopes: [] });
const callerRoles = { manager: 'writer', analyst: 'reader' };

it.each([
  ['the first of the map that the caller has', caller('api_key', 'analyst', 'manager'), undefined, 'writer'],
  ['the source’s own for a caller without one', caller('token', 'guest'), 'plain', 'plain'],
  ['the session’s for who is local', caller('local'), undefined, undefined],
  ['the source’s own where nobody calls', undefined, 'plain', 'plain'],
])('is %s', (_what, who, role, expected) => {
  expect(databaseRole({ alias: 'main', callerRoles, role }, who)).toBe(expected);
});

it('is the source’s own for everyone where nothing is mapped', () => {
  expect(databaseRole({ alias: 'main', callerRoles: {}, role: 'plain' }, caller('token'))).toBe('plain');
});

it.each(['token', 'api_key', 'anonymous'] as const)('is refused to a caller by %s who has none', (kind) => {
  expect(() => databaseRole({ alias: 'main', callerRoles, role: undefined }, caller(kind, 'guest'))).toThrow(
    'None of your roles',
  );
});
