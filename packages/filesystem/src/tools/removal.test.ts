import { text } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { sandbox } from '../test-support.ts';
import { permanently, question, removedAnswer, renderRemoved } from './removal.ts';

it('removes for good where it is asked to, or the server keeps no trash', () => {
  const cases = [true, false].map((trash) => {
    const services = { trash, operatorFiles: undefined, filesFor: async () => sandbox().files };
    return [undefined, true, false].map((asked) => permanently(asked, services));
  });
  expect(cases).toEqual([
    [false, true, false],
    [true, true, false],
  ]);
});

it('asks about a path on one line', () => {
  expect(question('the file a\nfor good?', false)).toBe('Delete the file a\\nfor good??');
  expect(question('the file a', true)).toBe('Delete the file a for good?');
});

it('says where it went and how it comes back', () => {
  const trashed = removedAnswer('a', {
    path: '/r/a',
    kind: 'directory',
    entries: 3,
    trashId: 'id-1',
    hash: 't-1',
  });
  expect(trashed).toEqual({ content: 'Moved to the trash: a', entries: 3, trashId: 'id-1', hash: 't-1' });
  expect(renderRemoved(trashed)).toEqual([
    text('Moved to the trash: a (restore_file with id id-1 brings it back)'),
  ]);
  const gone = removedAnswer('a', {
    path: '/r/a',
    kind: 'file',
    entries: 1,
    trashId: undefined,
    hash: undefined,
  });
  expect(gone).toEqual({ content: 'Deleted a', entries: 1 });
  expect(renderRemoved(gone)).toEqual([text('Deleted a')]);
});
