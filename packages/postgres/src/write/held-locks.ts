import type { Step, StepResult } from '../connection/flight.ts';

/** What the current transaction locks. */
export const locksStep: Step = {
  text: `SELECT DISTINCT l.relation::regclass::text, l.mode FROM pg_catalog.pg_locks l
    JOIN pg_catalog.pg_class c ON c.oid = l.relation
    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND c.relnamespace <> 'pg_catalog'::regnamespace
    ORDER BY 1, 2`,
};

export const heldLocks = ({ rows }: StepResult): string[] =>
  rows.map(([relation, mode]) => `${mode} on ${relation}`);

/** Checks now what is deferred to the end: a dry run never comes to it. */
export const checkDeferred: Step = { text: 'SET CONSTRAINTS ALL IMMEDIATE', rowless: true };
