import { expect, it } from 'vitest';
import { isLinkLocal, isLoopback } from './hosts.ts';

const hostOf = (host: string) => new URL(`http://${host}/`).hostname;

it.each([
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '[fe80::1]',
  '[::ffff:169.254.169.254]',
  '[::169.254.169.254]',
  '[64:ff9b::169.254.169.254]',
  '[2002:a9fe:a9fe::]',
  '[::ffff:0.0.0.0]',
  '[fd00:ec2::254]',
  '0.0.0.0',
  '[::]',
  'metadata.google.internal',
  'Metadata.Google.Internal.',
])('finds link-local %s', (host) => expect(isLinkLocal(hostOf(host))).toBe(true));

it.each(['api.github.com', '8.8.8.8', '127.0.0.1', '[2606:50c0::1]', '169.255.1.1'])(
  'does not take %s for link-local',
  (host) => expect(isLinkLocal(hostOf(host))).toBe(false),
);

it.each([
  '127.0.0.1',
  '127.8.8.8',
  '2130706433',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  'localhost',
  'a.localhost',
  'LOCALHOST.',
])('finds this machine in %s', (host) => expect(isLoopback(hostOf(host))).toBe(true));

it.each(['10.0.0.1', 'localhost.example.org', '[::2]'])('does not take %s for this machine', (host) =>
  expect(isLoopback(hostOf(host))).toBe(false),
);
