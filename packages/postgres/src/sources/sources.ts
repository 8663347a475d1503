import { fail, type Logger } from '@portolan/runtime';
import { createDatabase, type Database } from '../connection/database.ts';
import { createGate, type Gate } from '../gate/gate.ts';
import { createMask, type Mask } from '../gate/mask.ts';
import { createTypeNames, type TypeNames } from '../values/type-names.ts';
import { createRoleCheck, type RoleCheck } from './role-check.ts';
import type { SourceSettings } from './types.ts';

/** One database with everything a tool needs of it. */
export interface Source {
  readonly settings: SourceSettings;
  readonly database: Database;
  readonly gate: Gate;
  readonly mask: Mask;
  readonly types: TypeNames;
  readonly role: RoleCheck;
}

export interface Sources {
  readonly all: readonly Source[];
  /**
   * A source by its alias, or the only one.
   *
   * @throws ToolError `not_found` naming those there are; `forbidden` when its role is a superuser
   */
  get(alias: string | undefined, signal: AbortSignal): Promise<Source>;
  /** The same without the check of its role. */
  find(alias: string | undefined): Source;
  close(): Promise<void>;
}

export function createSources(
  settings: readonly SourceSettings[],
  allowFunctions: readonly string[],
  log: Logger,
): Sources {
  const all = settings.map((one): Source => {
    const database = createDatabase(one, log);
    const mask = createMask(database);
    return {
      settings: one,
      database,
      gate: createGate(database, mask, allowFunctions),
      mask,
      types: createTypeNames(database),
      role: createRoleCheck(database),
    };
  });
  const find = (alias: string | undefined): Source => {
    const names = all.map(({ settings: { alias } }) => alias).join(', ');
    if (all.length === 0) {
      fail('not_found', 'No database is configured.', {
        next: 'Start the server with a URL, as in `portolan-postgres postgresql://user@host/database`, set DATABASE_URL, or try it with --demo.',
      });
    }
    if (alias === undefined && all.length > 1) {
      fail('invalid_arguments', 'The argument source is missing, and there are several.', {
        next: `Name one of ${names} as source.`,
      });
    }
    const found = alias === undefined ? all[0] : all.find(({ settings }) => settings.alias === alias);
    return found ?? fail('not_found', `No source is called "${alias}".`, { next: `Use one of ${names}.` });
  };
  return {
    all,
    find,
    async get(alias, signal) {
      const source = find(alias);
      await source.role.demand(signal);
      return source;
    },
    async close() {
      await Promise.all(all.map(({ database }) => database.close()));
    },
  };
}
