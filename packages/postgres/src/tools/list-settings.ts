import * as z from 'zod';
import { readJson } from '../catalog/read-objects.ts';
import { cursorOwner } from '../reading/cursor.ts';
import { readPage } from '../reading/page.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { cursor } from './fields.ts';

const Setting = z.object({
  name: z.string(),
  value: z.string(),
  default: z.string().nullish(),
  from: z.string(),
  meaning: z.string(),
  pendingRestart: z.boolean(),
});

/** Values such as -1 and 0 stand for something without a unit. */
const hasUnit = `unit IS NOT NULL AND boot_val ~ '^[1-9]'`;

const settings = `
  SELECT json_build_object('name', name, 'value', current_setting(name), 'default', CASE WHEN ${hasUnit} THEN boot_val || CASE WHEN unit ~ '^\\d' THEN ' × ' ELSE '' END || unit ELSE boot_val END, 'from', source,
    'meaning', short_desc, 'pendingRestart', pending_restart)
  FROM pg_settings
  WHERE CASE WHEN $1::text IS NULL THEN source NOT IN ('default', 'override', 'client', 'session') AND setting IS DISTINCT FROM boot_val
             ELSE name ILIKE '%' || $1 || '%' END
    AND name !~ '(password|passphrase|conninfo|ssl_key)'
  ORDER BY name LIMIT $2::int OFFSET $3::int`;

export const listSettings = defineSourceTool({
  name: 'list_settings',
  title: 'List Settings',
  toolset: 'performance',
  description: 'Settings of the server that differ from their defaults, or those whose name holds a text.',
  effect: 'read',
  input: {
    pattern: z.string().max(100).optional(),
    limit: z.int().min(1).max(500).default(100),
    cursor,
  },
  output: z.object({ settings: z.array(Setting), nextCursor: z.string().optional() }),
  run: async ({ pattern, limit, cursor }, source, options) => {
    const owner = cursorOwner(source.settings.alias, 'list_settings', pattern, limit);
    const { lists, more } = await readPage({ limit, cursor, owner }, async (count, offset) => {
      const values = [pattern ?? null, `${count}`, `${offset}`];
      return { settings: await readJson(source, Setting, settings, values, options) };
    });
    return { settings: lists.settings.slice(0, limit), ...more };
  },
});
