import { describeListing } from '@portolan/testing';
import server from '../src/server.ts';

describeListing({
  server,
  folder: new URL('../', import.meta.url),
  args: ['.'],
  maxDefaultBytes: 13_312,
  destructive: ['write_file', 'edit_file', 'edit_lines', 'apply_patch', 'delete_file', 'delete_directory'],
});
