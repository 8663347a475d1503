import { SettingsError, type Tool } from '@portolan/runtime';
import * as z from 'zod';
import type { Config } from '../config.ts';
import { textArray } from '../gate/lookup.ts';
import { runQuery } from '../reading/run-query.ts';
import type { Services } from '../services.ts';
import type { Source } from '../sources/sources.ts';
import { allows } from '../sources/types.ts';
import { defineSourceTool } from '../tools/define-source-tool.ts';
import { cursor, DEFAULT_BYTES, DEFAULT_ROWS, Rows, Value } from '../tools/fields.ts';
import { withTimeout } from '../tools/with-timeout.ts';
import type { Shown } from '../values/shown-value.ts';
import { demandMode } from '../write/demand-mode.ts';
import { runChange } from '../write/run-change.ts';
import { inputSchema } from './input-schema.ts';
import type { SqlToolSettings } from './settings.ts';

/** Rows a change of a custom tool may touch unless it says otherwise. */
const DEFAULT_CHANGED_ROWS = 1;

/** Arguments of the tools themselves: which database, and where the rows go on. */
const reserved = new Set(['source', 'cursor']);

/**
 * The tools that the settings define.
 *
 * @throws SettingsError naming the tool and what is wrong with it
 */
export function customTools(config: Config, taken: ReadonlySet<string>): readonly Tool<Services>[] {
  return Object.entries(config.sqlTools ?? {}).map(([name, settings]) => {
    const refuse = (why: string) => {
      throw new SettingsError(`The tool "${name}" in sqlTools ${why}.`);
    };
    if (taken.has(name)) refuse('has the name of a tool there is already');
    const { source, effect, sql, parameters } = settings;
    const known = new Set([
      ...(config.demo ? ['demo'] : config.url === undefined ? [] : ['main']),
      ...Object.keys(config.sources ?? {}),
    ]);
    if (source !== undefined && !known.has(source)) refuse(`names the source "${source}", which is none`);
    const mode = (source === undefined ? undefined : config.sources?.[source]?.mode) ?? config.mode;
    const isKnown = source !== undefined || config.sources === undefined;
    if (effect !== 'read' && isKnown && !allows(mode, 'dml')) {
      refuse(`has the effect ${effect}, but its source is in mode ${mode}; give it the mode dml`);
    }
    const names = Object.keys(parameters);
    const used = new Set([...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
    const highest = Math.max(0, ...used);
    if (highest > names.length) refuse(`uses $${highest}, but has ${names.length} parameters`);
    const unused = names.findIndex((_, at) => !used.has(at + 1));
    if (unused >= 0) refuse(`has the parameter ${names[unused]}, but its SQL has no $${unused + 1}`);
    const own = names.find((name) => reserved.has(name));
    if (own !== undefined)
      refuse(`has a parameter called ${own}, which every tool has; give it another name`);
    return settings.effect === 'read' ? readTool(name, settings) : changeTool(name, settings);
  });
}

type Arguments = Readonly<Record<string, unknown>>;

/** The parameters in the order of the file, as $1, $2 and so on. */
const valuesOf = ({ parameters }: SqlToolSettings, input: Arguments): Shown[] =>
  Object.keys(parameters).map((name) => {
    const value = input[name];
    return Array.isArray(value) ? textArray(value.map(String)) : Value.catch(null).parse(value ?? null);
  });

function readTool(name: string, settings: SqlToolSettings): Tool<Services> {
  const { input, ...rest } = described(name, settings);
  return defineSourceTool({
    ...rest,
    input: { ...input, cursor },
    effect: 'read',
    output: Rows,
    run: async (input: Arguments, source: Source, options) =>
      runQuery(
        source,
        {
          sql: settings.sql,
          params: valuesOf(settings, input),
          limit: settings.maxRows ?? DEFAULT_ROWS,
          maxBytes: DEFAULT_BYTES,
          cursor: cursor.parse(input.cursor),
        },
        withTimeout(source, options, settings.timeoutMs),
      ),
  });
}

function changeTool(name: string, settings: SqlToolSettings): Tool<Services> {
  return defineSourceTool({
    ...described(name, settings),
    effect: settings.effect,
    output: z.object({ affected: z.int(), columns: z.array(z.string()), returned: z.array(z.array(Value)) }),
    confirmation: (input: Arguments) => question(settings, input),
    run: async (input: Arguments, source: Source, options) => {
      demandMode(source, 'dml');
      const change = {
        sql: settings.sql,
        params: valuesOf(settings, input),
        dryRun: false,
        maxRows: settings.maxRows ?? DEFAULT_CHANGED_ROWS,
        allowWithoutWhere: false,
      };
      const limited = withTimeout(source, options, settings.timeoutMs);
      const { affected, columns, returned } = await runChange(source, change, limited);
      return { affected, columns, returned };
    },
  });
}

const described = (name: string, { title, description, parameters, source }: SqlToolSettings) => ({
  name,
  title: title ?? name,
  toolset: 'custom',
  description,
  input: inputSchema(parameters),
  boundTo: source,
});

/** The operator's question, with the values in place of their names. */
function question({ confirmation, description }: SqlToolSettings, input: Arguments): string {
  const asked = confirmation ?? `${description} ${JSON.stringify(input)}`;
  return asked.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    name in input ? JSON.stringify(input[name]) : whole,
  );
}
