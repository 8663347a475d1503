import { readFile } from 'node:fs/promises';
import { describeListing } from '@portolan/testing';
import { expect, it } from 'vitest';
import server from '../src/server.ts';

describeListing({
  server,
  folder: new URL('../', import.meta.url),
  everyTool: ['--post-channels', 'C0GENERAL1'],
  maxDefaultBytes: 12_288,
  destructive: [
    'update_message',
    'delete_message',
    'cancel_scheduled',
    'update_channel',
    'archive_channel',
    'leave_channel',
    'invite_members',
    'remove_member',
    'remove_bookmark',
    'update_usergroup',
    'write_canvas',
    'write_list_item',
    'delete_list_item',
  ],
});

it('pins a whole answer of each tool, and tests what it refuses', async () => {
  for (const { name } of server.tools) {
    const file = new URL(`../src/tools/${name.replaceAll('_', '-')}.test.ts`, import.meta.url);
    const tests = (await readFile(file, 'utf8')).split(/^(?=it)/m);
    const pins = tests.some(
      (test) => test.includes(`ok('${name}'`) && /\.toMatchInlineSnapshot\(`\n/.test(test),
    );
    const refuses = tests.some((test) => test.includes(`refused('${name}'`));
    expect([name, pins, refuses]).toEqual([name, true, true]);
  }
});
