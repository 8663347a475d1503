import { expect, it } from 'vitest';
import { type GivenPull, pullOf } from './read-pull.ts';

const given: GivenPull = {
  number: 1,
  title: 'Mend',
  state: 'open',
  user: { login: 'ada' },
  author_association: 'NONE',
  labels: [],
  head: { ref: 'mend', sha: 'a', repo: { full_name: 'octo/harbour' }, user: { id: 1, login: 'octo' } },
  base: { ref: 'main', repo: { full_name: 'octo/harbour' } },
  node_id: 'PR_1',
  merged: false,
  merged_at: null,
  mergeable: true,
  mergeable_state: 'clean',
  additions: 1,
  deletions: 1,
  changed_files: 1,
  commits: 1,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  body: null,
};

it.each([
  ['can be merged', {}, { mergeableState: 'clean' }],
  ['has conflicts', { mergeable: false, mergeable_state: 'dirty' }, { mergeableState: 'dirty' }],
  ['is looked at by GitHub', { mergeable: null, mergeable_state: 'unknown' }, { mergeableState: 'unknown' }],
  [
    'has conflicts that its state does not say',
    { mergeable: false, mergeable_state: 'draft' },
    { mergeableState: 'draft', conflicts: true },
  ],
  ['is closed', { state: 'closed', mergeable: null, mergeable_state: 'unknown' }, {}],
])('says of one that %s what its state does not', (_name, change, said) => {
  const { mergeableState, conflicts } = {
    conflicts: undefined,
    mergeableState: undefined,
    ...pullOf({ ...given, ...change }),
  };
  expect({ mergeableState, conflicts }).toEqual({ mergeableState: undefined, conflicts: undefined, ...said });
});

it('says when it changed, where that is later than it was made', () => {
  expect(pullOf(given)).not.toHaveProperty('updated');
  expect(pullOf({ ...given, updated_at: '2026-01-02T00:00:00Z' })).toMatchObject({
    updated: '2026-01-02T00:00:00Z',
  });
});
