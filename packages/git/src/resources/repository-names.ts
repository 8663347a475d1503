import { basename } from 'node:path';
import { fail } from '@portolan/runtime';
import type { Context } from '../services.ts';

/** The repositories served, by the names that URIs use: the folder, and a number where several share it. */
export async function repositoryNames(context: Context): Promise<ReadonlyMap<string, string>> {
  const named = new Map<string, string>();
  for (const path of await context.repositories(context)) {
    let name = basename(path);
    for (let copy = 2; named.has(name); copy += 1) name = `${basename(path)}~${copy}`;
    named.set(name, path);
  }
  return named;
}

/** @throws ToolError `not_found` */
export async function repositoryNamed(context: Context, name: string): Promise<string> {
  const found = (await repositoryNames(context)).get(name);
  return (
    found ?? fail('not_found', 'No repository that is served has that name.', { next: 'List the resources.' })
  );
}
