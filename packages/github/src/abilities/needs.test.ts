import { expect, it } from 'vitest';
import server from '../server.ts';
import { needOf, suffices } from './needs.ts';

const shown = (rights: Parameters<typeof suffices>[0]) =>
  server.tools.filter((tool) => suffices(rights, needOf(tool))).map(({ name }) => name);
const hidden = (rights: Parameters<typeof suffices>[0]) => {
  const kept = new Set(shown(rights));
  return server.tools.flatMap(({ name }) => (kept.has(name) ? [] : [name])).toSorted();
};

it('hides nothing from a token that may everything, or of which nothing is known', () => {
  expect(hidden({})).toEqual([]);
  const scopes = ['repo', 'delete_repo', 'gist', 'notifications', 'project', 'workflow'];
  expect(hidden({ scopes })).toEqual([]);
});

it('leaves a token without scopes what is public', () => {
  const names = shown({ scopes: [] });
  for (const name of ['get_me', 'get_file_contents', 'list_issues', 'get_pull_request', 'search_code']) {
    expect(names).toContain(name);
  }
  expect(server.tools.filter(({ name, effect }) => effect !== 'read' && names.includes(name))).toEqual([]);
});

it('hides from an App what its permissions rule out', () => {
  const permissions = {
    metadata: 'read',
    contents: 'write',
    issues: 'read',
    pull_requests: 'write',
    actions: 'read',
  };
  const names = hidden({ permissions });
  expect(names).toEqual(expect.arrayContaining(['create_issue', 'run_workflow', 'delete_repository']));
  for (const name of ['push_files', 'list_issues', 'create_review', 'get_job_logs', 'merge_pull_request']) {
    expect(names).not.toContain(name);
  }
});
