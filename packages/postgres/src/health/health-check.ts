/** One check: a statement whose rows are what is wrong. */
export interface HealthCheck {
  readonly name: string;
  /** What is looked at and from where on it is wrong. */
  readonly threshold: string;
  readonly severity: 'info' | 'warning' | 'critical';
  /** Rows of object, evidence, and SQL that mends it where there is some. None is well. */
  readonly sql: string;
  /** Oldest server it can be asked of: 150000. */
  readonly since?: number;
}
