import { expect, it } from 'vitest';
import { apiAddress } from './api-address.ts';

const settings = { apiUrl: undefined, githubHost: 'github.com', allowLocalHost: false };

it.each([
  ['github.com', 'https://api.github.com', 'https://api.github.com'],
  ['api.github.com', 'https://api.github.com', 'https://api.github.com'],
  ['acme.ghe.com', 'https://api.acme.ghe.com', 'https://api.acme.ghe.com'],
  ['https://acme.ghe.com', 'https://api.acme.ghe.com', 'https://api.acme.ghe.com'],
  ['github.example.com', 'https://github.example.com/api/v3', 'https://github.example.com/api'],
  [
    'github.example.com:8443',
    'https://github.example.com:8443/api/v3',
    'https://github.example.com:8443/api',
  ],
])('finds the API of %s', (githubHost, rest, base) => {
  expect(apiAddress({ ...settings, githubHost })).toMatchObject({ rest, base });
});

it.each([
  '169.254.169.254',
  '[fe80::1]',
  'metadata.google.internal',
  '127.0.0.1',
  'localhost',
  '[::1]',
  'http://github.example.com',
  'https://user:pw@github.example.com',
  'github.example.com/path',
  'github.example.com?x',
  'a b',
  '',
])('does not ask %j', (githubHost) => expect(() => apiAddress({ ...settings, githubHost })).toThrow());

it.each([
  'http://api.example.com',
  'ftp://api.example.com',
  'https://u:p@api.example.com',
  'https://api.example.com/?x=1',
  'http://127.0.0.1:80',
  'not a url',
])('does not ask the API at %j', (apiUrl) => expect(() => apiAddress({ ...settings, apiUrl })).toThrow());

it('asks this machine where it is told to, and a link-local address never', () => {
  const local = { ...settings, allowLocalHost: true };
  expect(apiAddress({ ...local, apiUrl: 'http://127.0.0.1:80/api/v3/' })).toEqual({
    host: '127.0.0.1',
    rest: 'http://127.0.0.1/api/v3',
    base: 'http://127.0.0.1/api',
  });
  expect(() => apiAddress({ ...local, apiUrl: 'http://169.254.169.254' })).toThrow('link-local');
});
