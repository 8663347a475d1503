import { describeListing } from '@portolan/testing';
import server from '../src/server.ts';

describeListing({
  server,
  folder: new URL('../', import.meta.url),
  everyTool: ['--allow-delete-repository'],
  maxDefaultBytes: 26_000,
  fileOf: ({ name, toolset }) => `${toolset}/${name}`,
  destructive: [
    'update_issue',
    'update_comment',
    'delete_comment',
    'update_pull_request',
    'edit_file',
    'push_files',
    'create_or_update_file',
    'delete_file',
    'delete_branch',
    'update_release',
    'delete_release',
    'delete_repository',
    'write_label',
    'delete_label',
    'write_milestone',
    'merge_pull_request',
    'cancel_workflow_run',
    'update_alert',
    'write_gist',
    'write_project_item',
  ],
});
