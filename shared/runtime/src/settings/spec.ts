/** One setting as plain data: it can be written into a manifest and parsed without any schema library. */
export interface SettingSpec {
  readonly key: string;
  /** Without the dashes. */
  readonly flag: string;
  /** Environment variables in the order they are looked at. */
  readonly env: readonly string[];
  readonly kind: 'string' | 'number' | 'integer' | 'boolean' | 'choice' | 'list';
  readonly choices?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Characters of a string. */
  readonly minLength?: number;
  readonly format?: 'uri';
  readonly positional?: true;
  readonly secret?: true;
  readonly placeholder?: string;
  readonly path?: true;
  readonly check?: 'directory';
  readonly changesTools?: true;
  readonly default?: unknown;
  readonly description: string;
  /** Whether the schema knows a rule that this data does not. */
  readonly moreRules?: true;
}
