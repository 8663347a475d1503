import type { CallOptions, Database } from '../connection/database.ts';
import type { Column, StepResult } from '../connection/flight.ts';
import { lostAttributes, maskedAttributes, type Run } from './attributes.ts';
import { type Attribute, type Hidden, hiddenStep, readHidden, touches } from './hidden.ts';
import { refuseAltering, refuseMaking, refuseRoutine } from './masked-changes.ts';
import { type Allowed, joinsOthers, refuseOtherForms, refuseStatistics } from './masked-forms.ts';
import type { Statement } from './parse.ts';

/** What stands where a value is hidden. */
const HIDDEN = '[masked]';

/** Columns whose values are hidden: a column may be selected as it is and then shows nothing. */
export interface Mask {
  /** @throws ToolError `forbidden` for a statement that could show a hidden value in another form */
  check(statement: Statement, options: CallOptions): Promise<void>;
  /** Refuses a statement, unless the catalog says that it reads nothing that has masked columns. */
  guard(statement: Statement, options: CallOptions, refuse: (allowed: Allowed) => void): Promise<void>;
  /** Names of masked columns: those of the settings, and those that columns have got since. */
  names(): ReadonlySet<string>;
  /** Whether it hides anything. */
  readonly hides: boolean;
  /**
   * The same rows with the hidden values replaced.
   *
   * @param run asks the catalog; a transaction that is open has its own connection for it
   */
  hide(step: StepResult, options: CallOptions, run?: Run): Promise<StepResult>;
  /** @throws ToolError `forbidden` for a change of the schema that could copy or show what is masked */
  checkChange(statement: Statement, options: CallOptions): Promise<void>;
  /** The columns that the settings mask, as the catalog is now. */
  masked(run: Run): Promise<readonly Attribute[]>;
  /** Of columns that were masked before a change, those that there are still and that are not masked any more. */
  lost(before: readonly Attribute[], run: Run): Promise<readonly string[]>;
  /** What was believed of the catalog is not any more: it was changed. */
  forget(): void;
}

/** How long what the catalog says of masked columns is believed, milliseconds. */
const BELIEVED_MS = 30_000;
/** Tables beyond the masked ones that are remembered to have none. */
const MAX_REMEMBERED = 1_000;

/** The mask of the columns that the source's settings name; without such it lets everything through as it is. */
export function createMask(database: Database): Mask {
  const rules = database.settings.mask;
  const hides = rules.length > 0;
  const snapshot = createSnapshot(rules);
  const names = () => new Set([...maskedNames(rules), ...(snapshot.last()?.names ?? [])]);
  const readFor = ({ signal, deadline }: CallOptions): Run => {
    return async (...steps) => (await database.read(steps, { signal, deadline })).steps;
  };
  const guard = createGuard(snapshot, readFor);
  return {
    hides,
    names,
    guard: async (...given) => (hides ? guard(...given) : undefined),
    forget: () => snapshot.forget(),
    async check(statement, options) {
      if (!hides) return;
      refuseStatistics(statement);
      await guard(statement, options, (allowed) => refuseOtherForms(statement, names(), allowed));
    },
    async hide(step, options, run = readFor(options)) {
      if (!hides) return step;
      const tables = step.columns.map(({ table }) => table).filter((table) => table !== 0);
      const { attributes } = await snapshot.of(tables, run);
      const hidden = names();
      const isHidden = ({ table, attribute, name }: Column) =>
        attributes.get(table)?.has(attribute) === true || hidden.has(name);
      return replaced(step, step.columns.map(isHidden));
    },
    async checkChange(statement, options) {
      if (!hides) return;
      refuseStatistics(statement);
      const isRoutine = statement.kind === 'CreateFunctionStmt';
      if (isRoutine) refuseRoutine(statement, await snapshot.fresh(readFor(options)));
      await guard(statement, options, () => {
        refuseOtherForms(statement, names());
        refuseMaking(statement);
        refuseAltering(statement, names());
      });
    },
    masked: async (run) => (hides ? maskedAttributes(rules, run) : []),
    lost: async (before, run) => (hides ? lostAttributes(rules, before, run) : []),
  };
}

/** @param readFor asks the catalog within the time of a call */
function createGuard(snapshot: Snapshot, readFor: (options: CallOptions) => Run): Mask['guard'] {
  return async (statement, options, refuse) => {
    try {
      refuse({ mayJoin: false });
    } catch (error) {
      // By their names alone it is refused: now it is worth the question what these are names of.
      const hidden = await snapshot.fresh(readFor(options));
      if (!touches(statement, hidden)) return;
      if (!joinsOthers(statement, hidden)) throw error;
      refuse({ mayJoin: true });
    }
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

/** What the catalog said last, and every column that was ever found masked: a new name does not unmask it. */
function createSnapshot(rules: readonly string[]) {
  const held = new Map<string, Attribute>();
  let last: Hidden | undefined;
  let until = 0;
  let changes = 0;
  /** Tables that were there when the catalog was asked. */
  const judged = new Set<number>();
  const fresh = async (run: Run): Promise<Hidden> => {
    const before = changes;
    const [step] = await run(hiddenStep(rules, [...held.values()]));
    if (step === undefined) throw new Error('A flight answers each step.');
    last = readHidden(step);
    // What was asked before a change holds for who asked, and for nobody after.
    until = before === changes ? Date.now() + BELIEVED_MS : 0;
    judged.clear();
    for (const [relation, numbers] of last.attributes) {
      for (const number of numbers) held.set(`${relation} ${number}`, { relation, number });
    }
    return last;
  };
  return {
    fresh,
    last: () => last,
    forget() {
      until = 0;
      changes += 1;
    },
    /** For results of these tables; one that was made since the catalog was asked is asked for. */
    async of(tables: readonly number[], run: Run): Promise<Hidden> {
      const isKnown = (table: number) => last?.attributes.has(table) === true || judged.has(table);
      const hidden =
        last !== undefined && until > Date.now() && tables.every(isKnown) ? last : await fresh(run);
      if (judged.size > MAX_REMEMBERED) judged.clear();
      for (const table of tables) judged.add(table);
      return hidden;
    },
  };
}

type Snapshot = ReturnType<typeof createSnapshot>;

/** The names of masked columns, by the settings that name them. */
const maskedNames = (rules: readonly string[]): ReadonlySet<string> =>
  new Set(rules.map((rule) => rule.split('.').at(-1) ?? ''));
