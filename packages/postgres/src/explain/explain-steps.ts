import { randomBytes } from 'node:crypto';
import type { Step } from '../connection/flight.ts';

export interface Explainable {
  readonly sql: string;
  /** The values of its parameters; undefined for a plan that holds for any. */
  readonly values: readonly (string | null)[] | undefined;
  /** Parameters of the statement. */
  readonly parameters: number;
  readonly analyze: boolean;
}

/** The statements that explain one, in a transaction that is open, and which of them answers the plan. */
export interface ExplainSteps {
  readonly steps: readonly Step[];
  readonly answer: number;
}

export function explainSteps({ sql, values, parameters, analyze }: Explainable): ExplainSteps {
  if (values !== undefined) {
    const text = `EXPLAIN (FORMAT JSON${analyze ? ', ANALYZE, BUFFERS' : ''}) ${sql}`;
    return { steps: [{ text, values }], answer: 0 };
  }
  // GENERIC_PLAN, which 16 brought, takes no parameters in the protocol of one statement a message. On a pooler's
  // connection a name is left where the plan fails, and must not meet another's.
  const name = `portolan_${randomBytes(8).toString('hex')}`;
  const nulls = Array.from({ length: parameters }, () => 'NULL').join(', ');
  const texts = [
    'SET LOCAL plan_cache_mode = force_generic_plan',
    `PREPARE ${name} AS ${sql}`,
    `EXPLAIN (FORMAT JSON) EXECUTE ${name}(${nulls})`,
    `DEALLOCATE ${name}`,
  ];
  return { steps: texts.map((text) => ({ text })), answer: 2 };
}
