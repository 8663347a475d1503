import { isBuiltin } from 'node:module';
import { parseSync, type StaticImport } from 'oxc-parser';

/**
 * Takes Node's own modules from the process and not by `import`, for which Node reads every export that such a
 * module has, also those it makes when they are asked for: `node:http` loads undici, `node:fs` its promises.
 *
 * A Node that is too old to have `process.getBuiltinModule` gets names without values, so that an executable can
 * still say which Node it needs.
 *
 * @param code one file of a bundle
 * @throws Error for code that cannot be parsed
 */
export function takeOwnModules(file: string, code: string): string {
  const { module, errors } = parseSync(file, code);
  const [first] = errors;
  if (first) throw new Error(`${file}: ${first.message}`);
  const taken = module.staticImports.filter(isTakeable);
  const rest = taken.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), code);
  const at = code.startsWith('#!') ? code.indexOf('\n') + 1 : 0;
  return rest.slice(0, at) + taken.flatMap(declarations).join('') + rest.slice(at);
}

/** A namespace has a `default` that the module itself has not, and an import for nothing has no names. */
const isTakeable = ({ moduleRequest, entries }: StaticImport) =>
  isBuiltin(moduleRequest.value) &&
  entries.length > 0 &&
  entries.every(({ importName: { kind } }) => kind === 'Name' || kind === 'Default');

function declarations({ moduleRequest, entries }: StaticImport): readonly string[] {
  const value = `process.getBuiltinModule?.(${JSON.stringify(moduleRequest.value)})??{}`;
  const wholes = entries.filter(({ importName }) => importName.kind === 'Default');
  const members = entries.filter(({ importName }) => importName.kind === 'Name');
  const pairs = members.map(({ importName, localName }) => `${importName.name}:${localName.value}`);
  return [
    ...wholes.map(({ localName }) => `const ${localName.value}=${value};`),
    ...(pairs.length === 0 ? [] : [`const{${pairs.join(',')}}=${value};`]),
  ];
}
