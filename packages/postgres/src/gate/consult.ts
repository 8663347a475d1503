import { fail } from '@portolan/runtime';
import { databaseRole } from '../connection/caller-role.ts';
import type { CallOptions, Database } from '../connection/database.ts';
import { isRefused } from './functions.ts';
import { isFollowed, namesInside } from './inside.ts';
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
import type { Name } from './names.ts';
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
    const found = foundFunctions(functions);
    for (const one of found) {
      refuseFound(one, reading, settings, rules);
      await rules.mask.guard(reading.statement, asked, () => refuseRowFunction(one, reading));
    }
    await follow(
      found.filter((one) => isRun(one, ends)),
      [],
      asked,
      new Set(),
    );
    for (const relation of foundRelations(relations)) {
      refuseSchema(relation, settings);
      const behind = await readingBehind(relation, ends, rules, depth, asked);
      if (behind !== undefined) await consult(behind, options, depth + 1);
    }
    if (passed.size >= MAX_REMEMBERED) passed.clear();
    passed.set(keyFor(key, caller), Date.now() + BELIEVED_MS);
  };

  /** The functions that these call, and those that views they read call, and so on. */
  const follow = async (
    outer: readonly FoundFunction[],
    read: readonly Name[],
    asked: CallOptions,
    seen: Set<string>,
  ): Promise<void> => {
    const bodies = outer.filter((one) => isFollowed(one, rules.allowed)).map(({ body }) => body);
    const inside = namesInside(bodies);
    const unseen = (names: readonly Name[], kind: string) =>
      names.filter((name) => {
        const key = JSON.stringify([kind, name]);
        return !seen.has(key) && seen.add(key);
      });
    const called = unseen(inside.called, 'call');
    const relations = unseen([...inside.relations, ...read], 'relation');
    if (called.length + relations.length === 0) return;
    const nothing = { attributes: [], operators: [], types: [], symbols: [], casts: false, unites: false };
    const inner = await look({ called, relations, ...nothing }, asked);
    const functions = foundFunctions(inner.functions).map((one) => ({ ...one, by: 'inside' }));
    const views = foundRelations(inner.relations);
    for (const one of functions) refuseFunction(one, rules.allowed);
    const behind = await Promise.all(views.map((view) => readingBehind(view, 'read', rules, 0, asked)));
    const further = behind.flatMap((view) => view ?? []);
    const ofViews = await look(
      { ...nothing, called: further.flatMap(({ named }) => named.called), relations: [] },
      asked,
    );
    const calledByViews = foundFunctions(ofViews.functions);
    for (const one of calledByViews) refuseFunction(one, rules.allowed);
    const all = [...functions, ...calledByViews];
    await follow(
      all,
      further.flatMap(({ named }) => named.relations),
      asked,
      seen,
    );
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

/** Whether it may run: the planner runs what claims to be stable. */
const isRun = ({ volatile }: FoundFunction, ends: Reading['ends']) =>
  ends === 'read' || (ends === 'plan' && !volatile);

function refuseFound(
  found: FoundFunction,
  { ends }: Reading,
  settings: Database['settings'],
  { allowed }: Rules,
): void {
  if (isRun(found, ends)) refuseFunction(found, allowed);
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
