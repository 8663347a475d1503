import { describeListing } from '@portolan/testing';
import server from '../src/server.ts';

describeListing({
  server,
  folder: new URL('../', import.meta.url),
  args: ['.'],
  maxDefaultBytes: 10_240,
  maxDefaultTools: 12,
  destructive: [
    'resolve_conflict',
    'apply_patch',
    'reset',
    'clean',
    'delete_branch',
    'delete_tag',
    'drop_stash',
    'remove_worktree',
    'restore',
    'abort_operation',
    'push_force',
  ],
});
