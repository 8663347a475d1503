import { describe, expect, it } from 'vitest';
import type { CallBasics } from '../definition/context.ts';
import { watchRequest } from '../protocol/watch-request.ts';
import { createLogger } from '../telemetry/logger.ts';
import { ChangeLedger } from './change-ledger.ts';
import { decodeCursor } from './cursor.ts';
import { resourcePage } from './resource-page.ts';

const described = (name: string, uri: string) => ({
  name,
  title: name,
  description: '',
  uri,
  needs: [],
  read: async () => [],
});
const lister = (name: string, pages: readonly (readonly string[])[]) => ({
  ...described(name, `${name}:///{+path}`),
  list: async (cursor: string | undefined) => {
    const at = Number(cursor ?? 0);
    const resources = (pages[at] ?? []).map((uri) => ({ uri, name: uri }));
    return { resources, ...(at + 1 < pages.length && { nextCursor: String(at + 1) }) };
  },
});

const request = watchRequest({ id: 'a', kind: 'local', roles: [], scopes: [] });
const unusedBasics: CallBasics = {
  ...request,
  log: createLogger('error'),
  progress: () => {},
  resourceUpdated: () => {},
  resourceListChanged: () => {},
  toolListChanged: () => {},
  promptListChanged: () => {},
  client: request.abilities,
  ask: request.user.ask,
  requestClient: request.user.request,
  changes: new ChangeLedger(),
};

async function everyPage(resources: Parameters<typeof resourcePage>[0]): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await resourcePage(resources, decodeCursor(cursor), () => unusedBasics);
    pages.push(page.resources.map(({ uri }) => uri));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

describe('pages of resources', () => {
  it('show fixed resources once, then every lister through its own cursor', async () => {
    const resources = [
      lister('a', [['a1', 'a2'], ['a3']]),
      described('about', 'about:me'),
      lister('b', [[], ['b1']]),
    ];
    expect(await everyPage(resources)).toEqual([['about:me', 'a1', 'a2'], ['a3'], [], ['b1']]);
  });

  it('are one empty page where nothing is listed', async () => {
    expect(await everyPage([described('t', 'x:///{y}')])).toEqual([[]]);
  });

  it.each(['x', 'WzAsMV0', btoa('[-1,null]'), btoa('{}'), ''])('refuse the cursor %j', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_arguments' }));
  });
});
