import type { ServerModule } from '@portolan/runtime';
import { type SettingSpec, serverSpecs, valueShape } from '@portolan/runtime/build';
import { schemaNode, typeName } from './json-schema.ts';
import { code, prose, table } from './markdown.ts';

/** One row a tool: name, effect, toolset, description. */
export const toolTable = ({ tools }: ServerModule) =>
  table(
    ['Tool', 'Effect', 'Toolset', 'What it does'],
    tools.map(({ name, effect, toolset, description }) => [code(name), effect, toolset, prose(description)]),
  );

/** The toolsets, and which of them are off unless named. */
export const toolsetList = ({ toolsets }: ServerModule) =>
  Object.entries(toolsets)
    .map(
      ([name, { description, default: on }]) =>
        `- ${code(name)}: ${prose(description)}${on ? '' : ' (off until `--toolsets` names it)'}`,
    )
    .join('\n');

/** Resources and prompts; empty when the server has none. */
export function documentTable({ resources, prompts }: ServerModule): string {
  const rows = [
    ...resources.map(({ uri, description, needs }) => [
      'resource',
      code(uri),
      prose(description),
      toolNames(needs),
    ]),
    ...prompts.map(({ name, description, needs }) => [
      'prompt',
      code(name),
      prose(description),
      toolNames(needs),
    ]),
  ];
  return rows.length === 0 ? '' : table(['Kind', 'Name', 'What it is', 'There while these tools are'], rows);
}

const toolNames = (names: readonly string[]) => names.map(code).join(', ');

/** Every tool with its arguments, as sections. */
export const toolSections = ({ tools }: ServerModule) => tools.map(toolSection).join('\n\n');

function toolSection(tool: ServerModule['tools'][number]): string {
  const { properties = {}, required = [] } = schemaNode.parse(tool.inputSchema());
  const rows = Object.entries(properties).map(([name, node]) => [
    code(name),
    typeName(node),
    node.default === undefined && required.includes(name) ? 'yes' : '',
    node.default === undefined ? '' : code(JSON.stringify(node.default)),
    prose(node.description ?? ''),
  ]);
  const inputs =
    rows.length === 0 ? 'No arguments.' : table(['Argument', 'Type', 'Required', 'Default', 'Meaning'], rows);
  const traits = [
    `effect \`${tool.effect}\``,
    `toolset \`${tool.toolset}\``,
    ...(tool.idempotent && tool.effect !== 'read' ? ['the same call twice is the same as once'] : []),
    ...(tool.destructive && tool.effect === 'write' ? ['overwrites what its caller names'] : []),
    ...(tool.effect === 'destroy' ? ['asks the user first'] : []),
    ...(tool.task ? ['can run as a task'] : []),
  ];
  return `### ${code(tool.name)}\n\n${prose(tool.description)}\n\n${traits.join(', ')}.\n\n${inputs}`;
}

/** The settings a server has beside those of every server. */
export const ownSettingsTable = (server: ServerModule) =>
  settingsTable(serverSpecs(server).filter(({ key }) => Object.hasOwn(server.config.shape, key)));

/** The settings that are the same in every server. */
export const everyServerSettingsTable = (server: ServerModule) =>
  settingsTable(serverSpecs(server).filter(({ key }) => !Object.hasOwn(server.config.shape, key)));

const settingsTable = (specs: readonly SettingSpec[]) =>
  table(
    ['Flag', 'Environment', 'Default', 'Meaning'],
    specs.map((spec) => [
      flag(spec),
      spec.env.map(code).join(', '),
      shownDefault(spec),
      `${prose(spec.description)}.${spec.secret ? ' Secret: set it in the environment.' : ''}`,
    ]),
  );

function flag(spec: SettingSpec): string {
  const shape = `--${spec.default === true ? '[no-]' : ''}${spec.flag}${valueShape(spec)}`;
  return spec.positional ? `${code(shape)}, or the arguments` : code(shape);
}

function shownDefault({ default: value }: SettingSpec): string {
  const none = value === undefined || (Array.isArray(value) && value.length === 0);
  return none ? '' : code(String(value));
}
