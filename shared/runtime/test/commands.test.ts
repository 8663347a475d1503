import { expect, test } from 'vitest';
import { startProcess } from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

test('a command whose reader leaves early ends without a fault', async () => {
  await using folder = await notesFolder();
  const { command, args, ...rest } = folder.command();
  await using piped = startProcess({
    ...rest,
    command: 'sh',
    args: ['-c', '"$0" "$@" | true', command, ...args.slice(0, args.indexOf('--audit')), 'tools'],
  });
  expect(await piped.ended).toMatchObject({ code: 0 });
  expect(piped.stderr()).toBe('');
});
