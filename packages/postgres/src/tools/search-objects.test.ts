import { describe, expect, inject, it } from 'vitest';
import { connectTools } from './test-support.ts';

const url = inject('readerUrl');

describe('search_objects', () => {
  it('lists tables and views of the user’s schemas', async () => {
    const { ok } = await connectTools(url);
    const { objects } = await ok('search_objects', { schema: 'sales', detail: 'names' });
    expect(objects).toContainEqual({ kind: 'view', schema: 'sales', name: 'won' });
    expect(objects).toContainEqual({ kind: 'table', schema: 'sales', name: 'Odd "Näme; DROP' });
  });

  it.each([
    [{ pattern: 'cust*', kinds: ['table'] }, [{ name: 'customers', rows: 3000 }]],
    [{ pattern: 'who BUYS', kinds: ['table'] }, [{ name: 'customers' }]],
    [{ pattern: 'reven', kinds: ['column'] }, [{ name: 'revenue', on: 'customers', type: 'numeric(12,2)' }]],
    [
      { pattern: 'stage', kinds: ['enum'], schema: 'sales', detail: 'full' },
      [{ definition: 'lead, offer, won, lost' }],
    ],
    [
      { pattern: 'opportunities_stage', kinds: ['index'], detail: 'full' },
      [{ on: 'opportunities', definition: expect.stringContaining('WHERE') }],
    ],
    [{ pattern: 'total', kinds: ['function'] }, [{ type: 'city text -> numeric' }]],
    [
      { pattern: 'sales.stage', kinds: ['column'], schema: 'sales', detail: 'summary' },
      [{ on: 'opportunities', name: 'stage', type: 'sales.stage' }],
    ],
    [{ pattern: 'sal_s', kinds: ['schema'] }, []],
    [{ pattern: 'sales', kinds: ['schema'] }, [{ kind: 'schema', name: 'sales' }]],
    [{ pattern: 'by_city', kinds: ['materialized_view'] }, [{ name: 'by_city' }]],
  ])('finds %j', async (args, objects) => {
    const { ok } = await connectTools(url);
    expect(await ok('search_objects', args)).toMatchObject({ objects });
  });

  it('pages', async () => {
    const { ok } = await connectTools(url);
    const call = { kinds: ['column'], schema: 'sales', detail: 'names' };
    const all = await ok('search_objects', { ...call, limit: 1000 });
    const first = await ok('search_objects', { ...call, limit: 10 });
    const second = await ok('search_objects', { ...call, limit: 10, cursor: first.nextCursor });
    expect([first.objects, second.objects].flat()).toEqual(
      Array.isArray(all.objects) && all.objects.slice(0, 20),
    );
  });

  it('shows nothing of closed schemas', async () => {
    const { ok } = await connectTools(url, { argv: ['--deny-schemas', 'private'] });
    expect(await ok('search_objects', { pattern: 'salaries' })).toEqual({ objects: [] });
  });
});
