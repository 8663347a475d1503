import { expect, test } from 'vitest';
import type { Authenticated } from '../auth/types.ts';
import { createCallerTokens } from './caller-tokens.ts';

const form = { prefixes: ['tok_'], problemOf: () => undefined };

function tokens(stateKey?: string) {
  const { join } = createCallerTokens({ header: 'x-up-token', form, stateKey });
  return (token: string, established?: Authenticated) => {
    const headers = { 'x-up-token': token, host: 'here' };
    const joined = join(headers, established, 'somebody');
    return { headers, caller: 'known' in joined ? joined.known?.caller : undefined };
  };
}

test('replicas with one state key name a token alike, others do not', () => {
  const name = (of: ReturnType<typeof tokens>, token = 'tok_a') => of(token).caller?.id;
  const key = 'k'.repeat(32);
  expect(name(tokens(key))).toBe(name(tokens(key)));
  expect(name(tokens(key), 'tok_b')).not.toBe(name(tokens(key)));
  expect(name(tokens('l'.repeat(32)))).not.toBe(name(tokens(key)));
  expect(name(tokens())).not.toBe(name(tokens()));
});

test('the token is taken out of the request, and a caller that is written down does not tell it', () => {
  const { headers, caller } = tokens()('tok_secret');
  expect(headers).toEqual({ host: 'here' });
  expect(caller?.ownToken?.reveal()).toBe('tok_secret');
  expect(JSON.stringify(caller)).not.toContain('secret');
});

test('roles and scopes are those of who was authenticated', () => {
  const established: Authenticated = {
    caller: { id: 'token:ann', kind: 'token', roles: ['reader'], scopes: ['mcp:read'] },
    authInfo: { token: 'withheld', clientId: 'ann', scopes: ['mcp:read'] },
  };
  const { caller } = tokens()('tok_a', established);
  expect(caller).toMatchObject({
    principal: 'token:ann',
    kind: 'token',
    roles: ['reader'],
    scopes: ['mcp:read'],
  });
  expect(caller?.id).not.toBe('token:ann');
});
