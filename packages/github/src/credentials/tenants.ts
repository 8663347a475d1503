import { readFileSync } from 'node:fs';
import { type Caller, principalOf, SettingsError } from '@portolan/runtime';
import * as z from 'zod';

const App = z.strictObject({
  id: z.string().min(1),
  /** A PEM file. */
  privateKey: z.string().min(1),
  installation: z.string().regex(/^\d+$/, 'must be the number of an installation'),
});

/** One rule: who it is for, and exactly one credential. */
const Tenant = z
  .strictObject({
    caller: z.string().min(1).optional(),
    role: z.string().min(1).optional(),
    tokenEnv: z.string().min(1).optional(),
    tokenFile: z.string().min(1).optional(),
    app: App.optional(),
  })
  .refine(({ caller, role }) => (caller === undefined) !== (role === undefined), 'give either caller or role')
  .refine(
    ({ tokenEnv, tokenFile, app }) =>
      [tokenEnv, tokenFile, app].filter((way) => way !== undefined).length === 1,
    'give one of tokenEnv, tokenFile and app',
  );

const TenantsFile = z.strictObject({ tenants: z.array(Tenant).max(10_000) });

export type Tenant = z.output<typeof Tenant>;
export type AppSettings = z.output<typeof App>;

/**
 * Reads who has which credential.
 *
 * @throws SettingsError that names the entry and the rule, and quotes no value
 */
export function readTenants(file: string): readonly Tenant[] {
  const parsed = TenantsFile.safeParse(parse(file));
  if (parsed.success) return parsed.data.tenants;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
  );
  throw new SettingsError(`--tenants ${file}: ${problems.join('; ')}.`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    // A parser's message quotes the text, which may hold a token by mistake.
    const problem = cause instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read';
    throw new SettingsError(`--tenants ${file}: ${problem}.`, { cause });
  }
}

/** The first entry that names this caller, or a role that authentication gave it; nobody is one on stdio. */
export function tenantOf(tenants: readonly Tenant[], asked: Caller): Tenant | undefined {
  if (asked.kind === 'local') return undefined;
  const id = principalOf(asked);
  return tenants.find(({ caller, role }) =>
    caller === undefined ? role !== undefined && asked.roles.includes(role) : caller === id,
  );
}
