import { expect, it } from 'vitest';
import { parseRedisUrl } from './redis-url.ts';

const node = (host: string, port: number) => ({ host, port });

it.each([
  ['redis://h', { kind: 'server', tls: false, nodes: [node('h', 6379)], database: 0, address: 'redis://h' }],
  [
    'rediss://u%40x:p%3Aq@[::1]:7000/3',
    {
      kind: 'server',
      tls: true,
      nodes: [node('::1', 7000)],
      username: 'u@x',
      password: 'p:q',
      database: 3,
      address: 'rediss://[::1]:7000/3',
    },
  ],
  [
    'redis+cluster://:pw@a:1,b',
    {
      kind: 'cluster',
      tls: false,
      nodes: [node('a', 1), node('b', 6379)],
      password: 'pw',
      database: 0,
      address: 'redis+cluster://a:1,b',
    },
  ],
  [
    'rediss+sentinel://a,b:2/harbour/4',
    {
      kind: 'sentinel',
      tls: true,
      nodes: [node('a', 26_379), node('b', 2)],
      database: 4,
      master: 'harbour',
      address: 'rediss+sentinel://a,b:2/harbour/4',
    },
  ],
])('reads %s', (url, target) => {
  expect(parseRedisUrl(url)).toEqual(target);
});
