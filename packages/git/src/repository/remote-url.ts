import { realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '@portolan/runtime';
import { locateServed, type Place } from './locate.ts';
import { demandInside, type Roots } from './roots.ts';

export type Protocol = 'https' | 'ssh' | 'http' | 'git' | 'file';

/** `user@host:path`, as ssh is usually written: nothing of it can be an option or another protocol. */
const scpForm =
  /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!:)[A-Za-z0-9~_./][^\s\u0000-\u001f]*$/;
const hostForm = /^[A-Za-z0-9[][A-Za-z0-9.:\]-]*$/;
const userForm = /^[A-Za-z0-9_%][A-Za-z0-9_.%-]*$/;

/**
 * What protocol a remote's URL uses, where the operator allows it.
 *
 * @throws ToolError `invalid_arguments`, `forbidden`, `outside_roots`
 */
export function checkUrl(url: string, allowed: readonly Protocol[], roots: Roots): Protocol {
  if (/[\u0000-\u0020\u007f]/.test(url) || url.startsWith('-') || url.length > 2_000) refuse();
  const protocol = protocolOf(url);
  if (!allowed.includes(protocol)) {
    fail('forbidden', `Remotes over ${protocol} are not allowed.`, {
      next: `Use ${allowed.join(' or ')}, or ask the operator to add it to --remote-protocols.`,
    });
  }
  if (protocol === 'file') servedAt(url, roots);
  else checkHost(url);
  return protocol;
}

/**
 * The repository at a URL of this machine: what it shows may come from elsewhere as little as that of any other.
 *
 * @throws ToolError `outside_roots`, `not_found`
 */
export function servedAt(url: string, roots: Roots): Place {
  const path = realFile(url);
  demandInside(roots, path, 'The remote');
  return locateServed(roots, path);
}

function protocolOf(url: string): Protocol {
  const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(url) ?? [];
  if (rest?.startsWith('//')) {
    const known = (['https', 'ssh', 'http', 'git', 'file'] as const).find((name) => name === scheme);
    return known ?? refuse();
  }
  if (isAbsolute(url)) return 'file';
  return scpForm.test(url) ? 'ssh' : refuse();
}

function checkHost(url: string): void {
  if (!url.includes('://')) return;
  const parsed = URL.parse(url);
  const bad =
    parsed === null ||
    !hostForm.test(parsed.hostname) ||
    (parsed.username !== '' && !userForm.test(parsed.username));
  if (bad) refuse();
}

function realFile(url: string): string {
  const path = url.startsWith('file:') ? pathOf(url) : url;
  try {
    return realpathSync.native(path);
  } catch {
    // What does not exist is judged by its name.
    return path;
  }
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return refuse();
  }
}

const refuse = (): never =>
  fail('invalid_arguments', 'The URL of the remote is not one that is allowed.', {
    next: 'Use https://host/path, ssh://user@host/path or user@host:path.',
  });
