import type { CallOptions, Database } from '../connection/database.ts';
import type { Column, Step, StepResult } from '../connection/flight.ts';
import { textArray } from './lookup.ts';
import { refuseOtherForms } from './masked-forms.ts';
import type { Statement } from './parse.ts';

/** What stands where a value is hidden. */
const HIDDEN = '[masked]';

/** Columns whose values are hidden: a column may be selected as it is and then shows nothing. */
export interface Mask {
  /** @throws ToolError `forbidden` for a statement that could show a hidden value in another form */
  check(statement: Statement): void;
  /** Whether it hides anything. */
  readonly hides: boolean;
  /**
   * The same rows with the hidden values replaced.
   *
   * @param run asks the catalog; a transaction that is open has its own connection for it
   */
  hide(step: StepResult, options: CallOptions, run?: Run): Promise<StepResult>;
}

type Run = (...steps: readonly Step[]) => Promise<readonly StepResult[]>;

const masked = `
  SELECT c.oid, a.attnum FROM ROWS FROM (unnest($1::text[]), unnest($2::text[]), unnest($3::text[])) AS m(schema, tab, col)
  JOIN pg_catalog.pg_attribute a ON a.attname = m.col JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND (m.tab = '*' OR c.relname = m.tab)
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND (m.schema = '' OR n.nspname = m.schema)
  WHERE c.oid = ANY ($4::oid[])`;

/** How long the names of a table's columns are believed, milliseconds, and of how many tables. */
const BELIEVED_MS = 30_000;
const MAX_REMEMBERED = 1_000;

/** The masked columns of a table. */
interface Origin {
  readonly attributes: ReadonlySet<number>;
  readonly until: number;
}

export function createMask(database: Database): Mask {
  const names = maskedNames(database.settings.mask);
  const originsOf = createOrigins(database.settings.mask);
  return {
    hides: names.size > 0,
    check(statement) {
      if (names.size > 0) refuseOtherForms(statement, names);
    },
    async hide(step, { signal, deadline }, run) {
      if (names.size === 0) return step;
      const read: Run = async (...steps) => (await database.read(steps, { signal, deadline })).steps;
      const tables = [...new Set(step.columns.map(({ table }) => table))].filter((table) => table !== 0);
      const origins = await originsOf(tables, run ?? read);
      const isHidden = ({ table, attribute, name }: Column) =>
        origins.get(table)?.attributes.has(attribute) === true || names.has(name);
      return replaced(step, step.columns.map(isHidden));
    },
  };
}

function replaced(step: StepResult, hidden: readonly boolean[]): StepResult {
  // As text, since the hidden value's type no longer fits.
  const columns = step.columns.map((column, at) => (hidden[at] ? { ...column, type: 25 } : column));
  const rows = step.rows.map((row) =>
    row.map((value, at) => (hidden[at] && value !== null ? HIDDEN : value)),
  );
  // What stands for a value may be longer than it.
  const bytes = step.bytes + rows.length * columns.length * HIDDEN.length;
  return { ...step, columns, rows, bytes };
}

type Origins = (tables: readonly number[], run: Run) => Promise<ReadonlyMap<number, Origin>>;

/** The masked columns of tables by their oids, remembered for a while: one made anew has another. */
function createOrigins(settings: readonly string[]): Origins {
  const rules = settings.map((rule) => {
    const [column = '', table = '*', schema = ''] = rule.split('.').toReversed();
    return { column, table, schema };
  });
  const remembered = new Map<number, Origin>();
  const lookUp: Origins = async (tables, run) => {
    const values = [
      rules.map(({ schema }) => schema),
      rules.map(({ table }) => table),
      rules.map(({ column }) => column),
      tables.map(String),
    ];
    const [step] = await run({ text: masked, values: values.map(textArray) });
    const found = step?.rows.map(([table, attribute]) => [Number(table), Number(attribute)]) ?? [];
    const until = Date.now() + BELIEVED_MS;
    return new Map(
      tables.map((table) => {
        const own = found.flatMap(([of, attribute = 0]) => (of === table ? [attribute] : []));
        return [table, { attributes: new Set(own), until }];
      }),
    );
  };
  return async (tables, run) => {
    const isKnown = (table: number) => (remembered.get(table)?.until ?? 0) > Date.now();
    if (tables.every(isKnown)) return remembered;
    const origins = await lookUp(tables, run);
    if (remembered.size > MAX_REMEMBERED) remembered.clear();
    for (const [table, origin] of origins) remembered.set(table, origin);
    return origins;
  };
}

/** The names of masked columns, by the settings that name them. */
export const maskedNames = (rules: readonly string[]): ReadonlySet<string> =>
  new Set(rules.map((rule) => rule.split('.').at(-1) ?? ''));
