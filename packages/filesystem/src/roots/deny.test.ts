import { describe, expect, it } from 'vitest';
import { createDeny, defaultAllow, defaultDeny } from './deny.ts';

const defaults = createDeny(defaultDeny, defaultAllow);

describe('the default patterns', () => {
  it.each([
    '.env',
    'app/.env',
    '.ENV',
    'app/.env.local',
    '.envrc',
    'home/.ssh/id_rsa',
    '.ssh',
    '.ssh/known_hosts',
    'keys/server.pem',
    'keys/SERVER.KEY',
    'id_ed25519',
    'repo/.git/config',
    '.netrc',
    '.npmrc',
    '.aws/credentials',
    '.config/gcloud/credentials.db',
    '.kube/config',
    '.docker/config.json',
    'infra/terraform.tfstate',
  ])('mask %s', (path) => {
    expect(defaults.match(path)).toBeDefined();
  });

  it.each([
    'env',
    'my.env.ts',
    '.env.example',
    'app/.env.sample',
    '.environment',
    'repo/.git/HEAD',
    'git/config',
    'config',
    'id_rsa.pub',
    'monkey',
    'keyboard.keys',
    'docs/pem.md',
    '',
  ])('leave %j', (path) => {
    expect(defaults.match(path)).toBeUndefined();
  });
});

it('names the pattern that matched, so that the operator can allow it', () => {
  expect(defaults.match('a/b/.env.local')).toBe('.env.*');
});

it('matches a pattern with a leading slash only at the root', () => {
  const deny = createDeny(['/private'], []);
  expect(deny.match('private/a')).toBe('/private');
  expect(deny.match('sub/private/a')).toBeUndefined();
});

it('does not tell Unicode normal forms apart', () => {
  const deny = createDeny(['geh\u00e9im'], []);
  expect(deny.match('gehe\u0301im')).toBe('geh\u00e9im');
});

it('lets the operator allow what a pattern masks', () => {
  const deny = createDeny(defaultDeny, [...defaultAllow, 'test/**/*.pem']);
  expect(deny.match('test/certs/ca.pem')).toBeUndefined();
  expect(deny.match('certs/ca.pem')).toBe('*.pem');
});

it('knows the paths that patterns depend on', () => {
  expect(defaults.dependsOn('repo/.git')).toBe(true);
  expect(defaults.dependsOn('.GIT')).toBe(true);
  expect(defaults.dependsOn('home/.aws/sso')).toBe(true);
  expect(defaults.dependsOn('src/app')).toBe(false);
  expect(createDeny(['secrets-*/token'], []).dependsOn('secrets-prod')).toBe(true);
  expect(createDeny(['/private'], []).dependsOn('anything')).toBe(true);
  expect(createDeny(['*.pem'], []).dependsOn('.git')).toBe(false);
});
