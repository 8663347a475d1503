import { fail } from '@portolan/runtime';
import { databaseRole } from '../connection/caller-role.ts';
import type { CallOptions, Database } from '../connection/database.ts';
import { isRefused } from './functions.ts';
import {
  codeStep,
  type FoundFunction,
  type FoundRelation,
  foundFunctions,
  foundRelations,
  hasCodeBehindTypes,
  lookupSteps,
} from './lookup.ts';
import type { Mask } from './mask.ts';
import { refuseRenamed } from './masked-forms.ts';
import { parseStatement } from './parse.ts';
import { type Reading, readingOf } from './reading.ts';
import { refuseClosedFunction, refuseFunction, refuseRowFunction, refuseSchema } from './refuse-found.ts';

/** How long what the catalog said of names is believed, milliseconds. */
const BELIEVED_MS = 30_000;
const MAX_REMEMBERED = 500;
/** Views on views that are followed. */
const MAX_DEPTH = 8;

/** What the operator allows and hides, as names. */
export interface Rules {
  readonly allowed: ReadonlySet<string>;
  readonly mask: Mask;
}

/** What the catalog says of the names in statements, believed for a while. */
export interface Consultation {
  isBelieved(reading: Reading, caller: CallOptions['caller']): boolean;
  /** @throws ToolError `forbidden` naming what is refused */
  consult(reading: Reading, options: CallOptions): Promise<void>;
  /** Nothing is believed any more. */
  forget(): void;
}

export function createConsultation(database: Database, rules: Rules): Consultation {
  const { settings } = database;
  const passed = new Map<string, number>();
  /** Names mean what the search path of the caller's role makes of them. */
  const keyFor = (key: string, caller: CallOptions['caller']) =>
    `${databaseRole(settings, caller) ?? ''}\n${key}`;
  const isBelieved = ({ key }: Reading, caller: CallOptions['caller']) =>
    key === undefined || (passed.get(keyFor(key, caller)) ?? 0) > Date.now();

  /** Until when it is believed that there is no code behind types. */
  let withoutCode = 0;
  const look = async (named: Reading['named'], asked: CallOptions) => {
    const now = Date.now();
    // An operator that the server does not bring is there for certain.
    const behindTypes = withoutCode <= now || named.operators.length > 0;
    const steps = lookupSteps(named, rules.mask.names(), behindTypes);
    const done = await database.read(behindTypes ? [...steps, codeStep] : steps, asked);
    const [functions, relations, code] = done.steps;
    if (functions === undefined || relations === undefined) throw new Error('A flight answers each step.');
    if (code !== undefined) withoutCode = hasCodeBehindTypes(code) ? 0 : now + BELIEVED_MS;
    return { functions, relations };
  };

  const consult = async (reading: Reading, options: CallOptions, depth: number): Promise<void> => {
    const { named, key, ends } = reading;
    if (key === undefined || isBelieved(reading, options.caller)) return;
    const { signal, deadline, caller } = options;
    const asked = { signal, deadline, ...(caller !== undefined && { caller }) };
    const { functions, relations } = await look(named, asked);
    for (const found of foundFunctions(functions)) {
      refuseFound(found, reading, settings, rules);
      await rules.mask.guard(reading.statement, asked, () => refuseRowFunction(found, reading));
    }
    for (const relation of foundRelations(relations)) {
      refuseSchema(relation, settings);
      const behind = await readingBehind(relation, ends, rules, depth, asked);
      if (behind !== undefined) await consult(behind, options, depth + 1);
    }
    if (passed.size >= MAX_REMEMBERED) passed.clear();
    passed.set(keyFor(key, caller), Date.now() + BELIEVED_MS);
  };

  return {
    isBelieved,
    consult: (reading, options) => consult(reading, options, 0),
    forget() {
      passed.clear();
      withoutCode = 0;
    },
  };
}

function refuseFound(
  found: FoundFunction,
  { ends }: Reading,
  settings: Database['settings'],
  { allowed }: Rules,
): void {
  const isRun = ends === 'read' || (ends === 'plan' && !found.volatile);
  if (isRun) refuseFunction(found, allowed);
  refuseClosedFunction(found, settings);
}

/** The statement behind a view as far as it has to be looked at; undefined where nothing of it matters. */
async function readingBehind(
  { schema, name, definition, stored }: FoundRelation,
  ends: Reading['ends'],
  { allowed, mask }: Rules,
  depth: number,
  options: CallOptions,
): Promise<Reading | undefined> {
  const isRun = ends !== 'write' && !stored;
  if (definition === undefined || (!isRun && !mask.hides)) return undefined;
  const shown = `${schema}.${name}`;
  if (depth >= MAX_DEPTH) {
    fail('forbidden', `The view ${shown} lies under ${MAX_DEPTH} others, deeper than views are followed.`, {
      next: 'Read it or the tables behind it directly.',
    });
  }
  const behind = await parseStatement(definition);
  await mask.guard(behind, options, () => refuseRenamed(behind, shown, mask.names()));
  const reading = readingOf(behind, isRun ? ends : 'write');
  const bad = isRun ? reading.called.find((called) => isRefused(called) && !allowed.has(called)) : undefined;
  if (bad !== undefined) {
    fail('forbidden', `The view ${shown} calls ${bad}, which may not be called.`, {
      next: 'Read the tables behind the view instead.',
    });
  }
  return reading;
}
