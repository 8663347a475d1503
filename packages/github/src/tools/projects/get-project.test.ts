import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { items, project } from '../../projects/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', project_number: 2 };
const graphql = /\/graphql$/;

it('gives fields with their options and items with their values, by names', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(
    json(graphql, project),
    json(graphql, items('c1')),
    json(graphql, project),
    json(graphql, items()),
  );
  const { nextCursor, ...answer } = await ok('get_project', which);
  expect(answer).toMatchInlineSnapshot(`
    {
      "items": [
        {
          "fields": {
            "Points": 3,
            "Sprint": "Sprint 1",
            "Status": "Done",
          },
          "id": "PVTI_1",
          "kind": "ISSUE",
          "number": 1,
          "repo": "octo/harbour",
          "state": "open",
          "title": "Rope frays",
        },
      ],
      "project": {
        "fields": [
          {
            "kind": "TITLE",
            "name": "Title",
          },
          {
            "kind": "TEXT",
            "name": "Note",
          },
          {
            "kind": "NUMBER",
            "name": "Points",
          },
          {
            "kind": "DATE",
            "name": "Due",
          },
          {
            "kind": "SINGLE_SELECT",
            "name": "Status",
            "options": [
              "To do",
              "Done",
            ],
          },
          {
            "kind": "ITERATION",
            "name": "Sprint",
            "options": [
              "Sprint 1",
            ],
          },
        ],
        "itemCount": 41,
        "number": 2,
        "title": "Roadmap",
        "url": "https://github.com/orgs/octo/projects/2",
      },
      "untrusted": [
        "title",
        "name",
        "options",
        "fields",
      ],
    }
  `);
  const rest = await ok('get_project', { ...which, after: nextCursor });
  expect(rest.nextCursor).toBeUndefined();
  expect(JSON.parse(proxy.seen.at(-1)?.body ?? '').variables).toEqual({
    id: 'PVT_1',
    first: 30,
    after: 'c1',
  });
});

it('says that there is none, and in lockdown leaves out what strangers wrote', async () => {
  const { ok, refused, proxy } = await connectBehindProxy({}, { argv: ['--lockdown'] });
  proxy.script(json(graphql, { data: { repositoryOwner: { projectV2: null } } }));
  expect(await refused('get_project', which)).toMatchObject({
    code: 'not_found',
    next: expect.stringContaining('read:project'),
  });
  proxy.script(json(graphql, project), json(graphql, items()));
  expect(await ok('get_project', which)).toMatchObject({ items: [] });
});
