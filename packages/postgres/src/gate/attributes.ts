import type { Step, StepResult } from '../connection/flight.ts';
import { type Attribute, hiddenStep, readHidden } from './hidden.ts';
import { textArray } from './lookup.ts';

/** Asks the server, in a transaction that is open or in one of its own. */
export type Run = (...steps: readonly Step[]) => Promise<readonly StepResult[]>;

/** The columns that the settings mask, as the catalog is now. */
export async function maskedAttributes(rules: readonly string[], run: Run): Promise<readonly Attribute[]> {
  const [step] = await run(hiddenStep(rules, []));
  const { attributes = [] } = step === undefined ? {} : readHidden(step);
  return [...attributes].flatMap(([relation, numbers]) =>
    [...numbers].map((number) => ({ relation, number })),
  );
}

/** Of columns that were masked, those that there are still and that the settings do not mask any more. */
export async function lostAttributes(
  rules: readonly string[],
  before: readonly Attribute[],
  run: Run,
): Promise<readonly string[]> {
  const now = new Set((await maskedAttributes(rules, run)).map(keyOf));
  const gone = before.filter((attribute) => !now.has(keyOf(attribute)));
  return gone.length === 0 ? [] : existing(gone, run);
}

const keyOf = ({ relation, number }: Attribute) => `${relation} ${number}`;

/** Of columns, those that there are still, as SQL names them. */
async function existing(columns: readonly Attribute[], run: Run): Promise<readonly string[]> {
  const values = [columns.map(({ relation }) => `${relation}`), columns.map(({ number }) => `${number}`)];
  const [step] = await run({ text: namesOfColumns, values: values.map(textArray) });
  return step?.rows.map(([name]) => name ?? '') ?? [];
}

const namesOfColumns = `
  SELECT pg_catalog.format('%I.%I.%I', n.nspname, c.relname, a.attname)
  FROM ROWS FROM (pg_catalog.unnest($1::oid[]), pg_catalog.unnest($2::int2[])) AS h(relation, number)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = h.relation AND a.attnum = h.number AND NOT a.attisdropped
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;
