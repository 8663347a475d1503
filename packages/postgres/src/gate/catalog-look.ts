import type { CallOptions, Database } from '../connection/database.ts';
import type { StepResult } from '../connection/flight.ts';
import { codeStep, hasCodeBehindTypes, lookupSteps, type Named } from './lookup.ts';
import type { Mask } from './mask.ts';

/** How long what the catalog said of names is believed, milliseconds. */
export const BELIEVED_MS = 30_000;

/** Asks the catalog what there is under the names of a statement. */
export type CatalogLook = (
  named: Named,
  asked: CallOptions,
) => Promise<{ readonly functions: StepResult; readonly relations: StepResult }>;

/**
 * Makes the look, which does not ask again for a while whether there is code behind types once there is none.
 *
 * @param changes how often the catalog was changed from here: what was asked before is not believed after
 */
export function createCatalogLook(database: Database, mask: Mask, changes: () => number): CatalogLook {
  /** Until when it is believed that there is no code behind types, and after which change. */
  let withoutCode = { until: 0, after: 0 };
  return async (named, asked) => {
    const now = Date.now();
    const after = changes();
    const isBelieved = withoutCode.until > now && withoutCode.after === after;
    // An operator that the server does not bring is there for certain.
    const behindTypes = !isBelieved || named.operators.length > 0;
    const steps = lookupSteps(named, mask.names(), behindTypes);
    const done = await database.read(behindTypes ? [...steps, codeStep] : steps, asked);
    const [functions, relations, code] = done.steps;
    if (functions === undefined || relations === undefined) throw new Error('A flight answers each step.');
    if (code !== undefined) withoutCode = { until: hasCodeBehindTypes(code) ? 0 : now + BELIEVED_MS, after };
    return { functions, relations };
  };
}
