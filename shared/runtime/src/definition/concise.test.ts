import { expect, it } from 'vitest';
import * as z from 'zod';
import { concise } from './concise.ts';

it('leaves out what says nothing, at any depth', () => {
  const answer = {
    draft: false,
    archived: true,
    labels: [],
    milestone: null,
    author: undefined,
    count: 0,
    text: '',
    reviews: [{ state: 'approved', stale: false, of: { gone: null, sha: 'a' } }, 'plain', 7],
  };
  expect(concise(answer)).toEqual({
    archived: true,
    count: 0,
    text: '',
    reviews: [{ state: 'approved', of: { sha: 'a' } }, 'plain', 7],
  });
});

it('keeps what the schema demands', () => {
  const schema = z.looseObject({
    merged: z.boolean(),
    next: z.string().nullable(),
    rows: z.array(z.looseObject({ path: z.string().nullable(), binary: z.boolean().optional() })),
    page: z.looseObject({ items: z.array(z.string()) }).optional(),
    job: z.unknown(),
  });
  const answer = {
    merged: false,
    next: null,
    rows: [{ path: null, binary: false, mode: null }],
    page: { items: [], total: null },
    job: null,
  };
  expect(concise(answer, schema)).toEqual({
    merged: false,
    next: null,
    rows: [{ path: null }],
    page: { items: [] },
    job: null,
  });
  expect(concise({ merged: true, next: 'b', rows: [], page: undefined, job: 1 }, schema)).toEqual({
    merged: true,
    next: 'b',
    rows: [],
    job: 1,
  });
});

it('leaves alone what the schema knows no fields of', () => {
  const schema = z.looseObject({
    cells: z.record(z.string(), z.unknown()),
    either: z.union([z.array(z.unknown()), z.string()]),
    free: z.array(z.unknown()),
  });
  expect(concise({ cells: { done: false }, either: [{ a: null }], free: [{ a: null }] }, schema)).toEqual({
    cells: { done: false },
    either: [{ a: null }],
    free: [{}],
  });
});

it('leaves out what is usual for a field', () => {
  const usual = { association: 'NONE' };
  const schema = z.looseObject({ association: z.string() });
  expect(
    concise({ association: 'NONE', note: 'NONE', by: { association: 'OWNER' } }, undefined, usual),
  ).toEqual({
    note: 'NONE',
    by: { association: 'OWNER' },
  });
  expect(concise({ association: 'NONE' }, schema, usual)).toEqual({ association: 'NONE' });
});
