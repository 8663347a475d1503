/** One check: a statement whose rows are what is wrong. */
export interface HealthCheck {
  readonly name: string;
  /** What is looked at and from where on it is wrong. */
  readonly threshold: string;
  readonly severity: 'info' | 'warning' | 'critical';
  /**
   * Rows of object, evidence, SQL that mends it where there is some, and the oid of the relation they speak of, or
   * NULL: what lies in closed schemas is left out by it. None is well.
   */
  readonly sql: string;
  /** Whether the evidence quotes statements of other sessions. */
  readonly quotes?: true;
  /** Oldest server it can be asked of: 150000. */
  readonly since?: number;
}
