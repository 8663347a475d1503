/** One check: a statement whose rows are what is wrong. */
export interface HealthCheck {
  readonly name: string;
  /** What is looked at and from where on it is wrong; `{limit}` stands for the limit. */
  readonly threshold: string;
  /** Where it begins to be wrong unless the caller says otherwise; the statement has it as $3. */
  readonly limit?: number;
  readonly severity: 'info' | 'warning' | 'critical';
  /**
   * Rows of object, evidence, SQL that mends it where there is some, the oid of the relation they speak of, or NULL:
   * what lies in closed schemas is left out by it; and, where it may be left out, advice in words: what SQL does not
   * mend, or what to know before it is run. None is well.
   */
  readonly sql: string;
  /** Whether its rows have the fifth, the advice. */
  readonly advises?: true;
  /** Rows that say what this role or server does not let the statement see; with any of them nothing is well. */
  readonly unseen?: string;
  /** Whether the evidence quotes statements of other sessions. */
  readonly quotes?: true;
  /** Oldest server it can be asked of: 150000. */
  readonly since?: number;
}

/** What tells of other roles' sessions nothing but that they are there. */
export const unseenSessions = `
  SELECT format('%s sessions of other roles show this one nothing; GRANT pg_read_all_stats TO %I', count(*), current_user)
  FROM pg_stat_activity WHERE query = '<insufficient privilege>' AND usesysid IS NOT NULL HAVING count(*) > 0
  UNION ALL SELECT 'Sessions do not say what they do: track_activities is off' WHERE current_setting('track_activities') = 'off'`;

/** Counts of what happens in tables are there on the server that writes to them, and only if it counts. */
export const unseenCounts = `
  SELECT 'A standby has no counts of its own: ask the primary' WHERE pg_is_in_recovery()
  UNION ALL SELECT 'Nothing is counted: track_counts is off' WHERE current_setting('track_counts') = 'off'`;
