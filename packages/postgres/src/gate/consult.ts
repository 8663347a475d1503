import { databaseRole } from '../connection/caller-role.ts';
import type { CallOptions, Database } from '../connection/database.ts';
import { BELIEVED_MS, createCatalogLook } from './catalog-look.ts';
import { followFunctions } from './follow-functions.ts';
import { type FoundFunction, foundFunctions, foundRelations } from './lookup.ts';
import type { Reading } from './reading.ts';
import { type Rules, readingBehind } from './reading-behind.ts';
import { refuseClosedFunction, refuseFunction, refuseRowFunction, refuseSchema } from './refuse-found.ts';

const MAX_REMEMBERED = 500;

/** What the catalog says of the names in statements, believed for a while. */
export interface Consultation {
  isBelieved(reading: Reading, caller: CallOptions['caller']): boolean;
  /** @throws ToolError `forbidden` naming what is refused */
  consult(reading: Reading, options: CallOptions): Promise<void>;
  /** Nothing is believed any more, neither what was asked before and is answered later. */
  forget(): void;
}

export function createConsultation(database: Database, rules: Rules): Consultation {
  const { settings } = database;
  const passed = new Map<string, number>();
  let changes = 0;
  const look = createCatalogLook(database, rules.mask, () => changes);
  /** Names mean what the search path of the caller's role makes of them. */
  const keyFor = (key: string, caller: CallOptions['caller']) =>
    `${databaseRole(settings, caller) ?? ''}\n${key}`;
  const isBelieved = ({ key }: Reading, caller: CallOptions['caller']) =>
    key === undefined || (passed.get(keyFor(key, caller)) ?? 0) > Date.now();

  const consult = async (reading: Reading, options: CallOptions, depth: number): Promise<void> => {
    const { named, key, ends } = reading;
    if (key === undefined || isBelieved(reading, options.caller)) return;
    const before = changes;
    const { signal, deadline, caller } = options;
    const asked = { signal, deadline, ...(caller !== undefined && { caller }) };
    const { functions, relations } = await look(named, asked);
    const found = foundFunctions(functions);
    for (const one of found) {
      refuseFound(one, reading, settings, rules);
      await rules.mask.guard(reading.statement, asked, () => refuseRowFunction(one, reading));
    }
    const run = found.filter((one) => isRun(one, ends));
    await followFunctions(run, look, rules, asked);
    for (const relation of foundRelations(relations)) {
      refuseSchema(relation, settings);
      const behind = await readingBehind(relation, ends, rules, depth, asked);
      if (behind !== undefined) await consult(behind, options, depth + 1);
    }
    if (changes !== before) return;
    if (passed.size >= MAX_REMEMBERED) passed.clear();
    passed.set(keyFor(key, caller), Date.now() + BELIEVED_MS);
  };

  return {
    isBelieved,
    consult: (reading, options) => consult(reading, options, 0),
    forget() {
      passed.clear();
      changes += 1;
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
