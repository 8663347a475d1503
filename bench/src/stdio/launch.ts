import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackage } from '../packages.ts';

/** A process to start. All contenders run on the same Node, the one this file runs on. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where caches go; another folder is the first start on a machine. */
  readonly temporary?: string | undefined;
}

/** A Node program; what it leaves behind (caches, audit) stays in the run's folder. */
function launch(
  folder: string,
  entry: string,
  { args = [], env = {}, temporary = join(folder, 'tmp') }: LaunchOptions = {},
): Command {
  mkdirSync(temporary, { recursive: true });
  const state = join(folder, 'state');
  const own = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: temporary, XDG_STATE_HOME: state };
  return { file: process.execPath, args: [entry, ...args], env: { ...own, ...env } };
}

/** The command of an installed package, as `npx` would start it; ours is the built bundle. */
export const launchPackage = (folder: string, name: string, options?: LaunchOptions): Command =>
  launch(folder, findPackage(name).entry, options);

/** The floor of every start. */
export const launchBare = (folder: string): Command =>
  launch(folder, fileURLToPath(new URL('bare-server.js', import.meta.url)));

/** The floor of a call that reads a file: it does nothing else. */
export const launchBareReader = (folder: string): Command =>
  launch(folder, fileURLToPath(new URL('bare-reader.js', import.meta.url)));

/** The floor of a call that runs a statement: it does nothing else. */
export const launchBareQuery = (folder: string, url: string): Command =>
  launch(folder, fileURLToPath(new URL('../postgres/bare-query.js', import.meta.url)), { args: [url] });

/** The floor of a call that runs a statement and leaves nothing behind. */
export const launchBareFlight = (folder: string, url: string): Command =>
  launch(folder, fileURLToPath(new URL('../postgres/bare-flight.js', import.meta.url)), { args: [url] });
