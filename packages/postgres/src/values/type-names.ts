import type { CallOptions, Database } from '../connection/database.ts';
import type { Column } from '../connection/flight.ts';
import { textArray } from '../gate/lookup.ts';

/** OIDs of built-in types never change; the rest is asked for once. */
const builtIn: Readonly<Record<number, string>> = {
  16: 'boolean',
  17: 'bytea',
  18: '"char"',
  19: 'name',
  20: 'bigint',
  21: 'smallint',
  23: 'integer',
  25: 'text',
  26: 'oid',
  114: 'json',
  700: 'real',
  701: 'double precision',
  705: 'unknown',
  1042: 'character',
  1043: 'character varying',
  1082: 'date',
  1083: 'time without time zone',
  1114: 'timestamp without time zone',
  1184: 'timestamp with time zone',
  1186: 'interval',
  1700: 'numeric',
  2950: 'uuid',
  3802: 'jsonb',
};

export interface TypeNames {
  /** The names of the types of columns, in their order, where each is known. */
  known(columns: readonly Column[]): readonly string[] | undefined;
  /** The same, asking the server for those that are not. */
  of(columns: readonly Column[], options: CallOptions): Promise<readonly string[]>;
}

export function createTypeNames(database: Database): TypeNames {
  const known = new Map<number, string>();
  const nameOf = (type: number) => builtIn[type] ?? known.get(type);
  return {
    known(columns) {
      const names: string[] = [];
      for (const { type } of columns) {
        const name = nameOf(type);
        if (name === undefined) return undefined;
        names.push(name);
      }
      return names;
    },
    async of(columns, { signal, deadline }) {
      const unknown = new Set(columns.map(({ type }) => type).filter((type) => nameOf(type) === undefined));
      if (unknown.size > 0) {
        const { steps } = await database.read(
          [
            {
              text: 'SELECT oid, pg_catalog.format_type(oid, NULL) FROM pg_catalog.pg_type WHERE oid = ANY ($1::oid[])',
              values: [textArray([...unknown].map(String))],
            },
          ],
          { signal, deadline },
        );
        for (const [oid, name] of steps[0]?.rows ?? []) known.set(Number(oid), name ?? '');
      }
      return columns.map(({ type }) => nameOf(type) ?? `type ${type}`);
    },
  };
}
