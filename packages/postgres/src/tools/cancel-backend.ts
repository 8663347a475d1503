import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { Backend, SHOWN_TEXT, showTexts } from '../activity/list-activity.ts';
import { schemaValues, sessionText } from '../catalog/closed-schemas.ts';
import { readJson } from '../catalog/read-objects.ts';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';
import { demandMode } from '../write/demand-mode.ts';
import { defineSourceTool } from './define-source-tool.ts';

const one = `
  SELECT json_strip_nulls(json_build_object('pid', pid, 'user', usename, 'database', datname, 'application', application_name,
    'state', state, 'query', ${sessionText('query', 'datname', SHOWN_TEXT)}))
  FROM pg_catalog.pg_stat_activity WHERE pid = $3::int4 AND backend_type = 'client backend'`;

export const cancelBackend = defineSourceTool({
  name: 'cancel_backend',
  title: 'Cancel Backend',
  toolset: 'write',
  description:
    'Stop what a session runs, or end the session with terminate. Find its pid with list_activity.',
  effect: 'destroy',
  input: { pid: z.int().positive(), terminate: z.boolean().default(false) },
  output: z.object({ done: z.boolean(), backend: z.looseObject({ pid: z.int() }) }),
  confirmation: async ({ pid, terminate, source: alias }, { sources, signal, caller }) => {
    const source = await sources.get(alias, signal);
    demandMode(source, 'admin');
    const shown = JSON.stringify(await find(source, pid, { signal, caller }));
    return `${terminate ? 'End this session' : 'Stop what this session runs'}?\n${shown}`;
  },
  run: async ({ pid, terminate }, source, options) => {
    demandMode(source, 'admin');
    const backend = await find(source, pid, options);
    const stop = terminate ? 'pg_terminate_backend' : 'pg_cancel_backend';
    const { steps } = await source.database.read(
      [{ text: `SELECT pg_catalog.${stop}($1::int4)`, values: [String(pid)] }],
      options,
    );
    return { done: steps[0]?.rows[0]?.[0] === 't', backend: { ...backend } };
  },
});

/** @throws ToolError `not_found` where no client has the pid */
async function find(source: Source, pid: number, options: CallOptions) {
  const found = await readJson(source, Backend, one, [...schemaValues(source), String(pid)], options);
  const [backend] = await showTexts(source, found, options);
  return (
    backend ??
    fail('not_found', `No session has the pid ${pid}.`, {
      next: 'Look with list_activity, idle sessions included.',
    })
  );
}
