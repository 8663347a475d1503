import * as z from 'zod';
import type { ServerModule } from '../definition/server.ts';
import { commonSettings } from './every-server.ts';
import type { SettingSpec } from './spec.ts';

/** The settings of a server as data: its own, then the common ones. */
export function serverSpecs(server: Pick<ServerModule, 'name' | 'config'>): readonly SettingSpec[] {
  const prefix = `PORTOLAN_${server.name.toUpperCase().replaceAll('-', '_')}`;
  const common = settingSpecs(commonSettings, prefix).map((spec) => ({
    ...spec,
    env: [...spec.env, ...spec.env.map((name) => name.replace(prefix, 'PORTOLAN'))],
  }));
  return [...settingSpecs(server.config, prefix), ...common];
}

const Field = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  description: z.string().default(''),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  format: z.string().optional(),
  items: z.looseObject({}).optional(),
  env: z.string().optional(),
  positional: z.literal(true).optional(),
  secret: z.literal(true).optional(),
  placeholder: z.string().optional(),
  path: z.literal(true).optional(),
  check: z.literal('directory').optional(),
  changesTools: z.literal(true).optional(),
});

const plainKeys = new Set([...Object.keys(Field.shape), 'title']);

/**
 * Reads a settings schema as data.
 *
 * @param prefix the environment prefix, `PORTOLAN_FILESYSTEM`
 */
function settingSpecs(schema: z.ZodObject, prefix: string): readonly SettingSpec[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(json.properties ?? {}).map(([key, property]) => settingSpec(key, property, prefix));
}

function settingSpec(key: string, property: unknown, prefix: string): SettingSpec {
  const field = Field.parse(property);
  const words = key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`);
  const kind = kindOf(field.type, field.enum);
  const bounded = kind === 'integer' || kind === 'number';
  return {
    key,
    flag: words.toLowerCase().replaceAll('_', '-'),
    env: [`${prefix}_${words.toUpperCase()}`, ...(field.env ? [field.env] : [])],
    kind,
    ...(field.enum && { choices: field.enum }),
    ...(bounded && field.minimum !== undefined && { minimum: field.minimum }),
    ...(bounded && field.maximum !== undefined && { maximum: field.maximum }),
    ...(field.minLength !== undefined && { minLength: field.minLength }),
    ...(field.format === 'uri' && { format: field.format }),
    ...(field.positional && { positional: field.positional }),
    ...(field.secret && { secret: field.secret }),
    ...(field.placeholder && { placeholder: field.placeholder }),
    ...((field.path || field.check === 'directory') && { path: true as const }),
    ...(field.check && { check: field.check }),
    ...(field.changesTools && { changesTools: field.changesTools }),
    ...(field.default !== undefined && { default: field.default }),
    description: field.description,
    ...(hasMoreRules(field) && { moreRules: true as const }),
  };
}

function kindOf(type: string | undefined, choices: readonly string[] | undefined): SettingSpec['kind'] {
  if (choices) return 'choice';
  if (type === 'boolean' || type === 'integer' || type === 'number') return type;
  return type === 'array' ? 'list' : 'string';
}

function hasMoreRules(field: z.output<typeof Field>): boolean {
  const items = Object.keys(field.items ?? {}).filter((key) => key !== 'type');
  const { format = 'uri' } = field;
  return items.length > 0 || format !== 'uri' || Object.keys(field).some((key) => !plainKeys.has(key));
}
