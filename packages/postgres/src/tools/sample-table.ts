import * as z from 'zod';
import { describeTable } from '../catalog/describe-object.ts';
import { quoteName, readJson } from '../catalog/read-objects.ts';
import { runQuery } from '../reading/run-query.ts';
import type { Shown } from '../values/shown-value.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { Value } from './fields.ts';

/** Names of columns that usually hold what identifies or protects someone. */
const personal =
  /pass(word|wd)?|secret|token|api_?key|ssn|e?mail|phone|mobile|address|street|birth|iban|card|salary|first_?name|last_?name|surname/i;

const Profile = z.object({
  name: z.string(),
  nullFraction: z.number(),
  /** Distinct values; a negative number is a part of the rows. */
  distinct: z.number(),
  width: z.number(),
});

const profile = `
  SELECT json_build_object('name', attname, 'nullFraction', null_frac, 'distinct', n_distinct, 'width', avg_width)
  FROM pg_stats WHERE schemaname = $1 AND tablename = $2 AND NOT inherited`;

const SAMPLE_BYTES = 32_768;

export const sampleTable = defineSourceTool({
  name: 'sample_table',
  title: 'Sample Table',
  toolset: 'design',
  description:
    'A few rows and the statistics of each column. What looks personal is masked by its shape unless showPersonal.',
  effect: 'read',
  input: {
    name: z.string(),
    schema: z.string(),
    rows: z.int().min(1).max(50).default(5),
    showPersonal: z.boolean().default(false),
  },
  output: z.object({
    columns: z.array(z.looseObject({ name: z.string(), type: z.string(), masked: z.boolean() })),
    rows: z.array(z.array(Value)),
  }),
  schemas: ({ schema }) => [schema],
  run: async ({ name, schema, rows, showPersonal }, source, options) => {
    await describeTable(source, name, schema, options);
    const sql = `SELECT * FROM ${quoteName(schema)}.${quoteName(name)}`;
    const sample = await runQuery(source, { sql, params: [], limit: rows, maxBytes: SAMPLE_BYTES }, options);
    const profiles = await readJson(source, Profile, profile, [schema, name], options);
    const columns = sample.columns.map((column) => ({
      ...column,
      masked: !showPersonal && personal.test(column.name),
      ...profiles.find((one) => one.name === column.name),
    }));
    return {
      columns,
      rows: sample.rows.map((row) => row.map((value, at) => (columns[at]?.masked ? masked(value) : value))),
    };
  },
});

/** The shape of a value without what it says: letters as x, digits as 9. */
const masked = (value: Shown): Shown =>
  typeof value === 'string'
    ? value.replaceAll(/\p{L}/gu, 'x').replaceAll(/\p{N}/gu, '9')
    : value === null
      ? null
      : '…';
