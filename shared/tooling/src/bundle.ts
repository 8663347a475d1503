import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServerModule } from '@portolan/runtime';
import { manifestOf } from '@portolan/runtime/build';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { compileWithFile } from './compiled-with-file.ts';
import { lateTools, standsIn } from './late-tools.ts';
import { oneCore } from './one-core.ts';
import { takeOwnModules } from './own-modules.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

/**
 * Builds the published form of the server in a folder: `dist/bin.js`, which answers the first messages by itself,
 * the server and lazily loaded chunks beside it, the manifest of first answers, and the notices of what was bundled.
 */
export async function bundleServer(folder: string): Promise<void> {
  const outdir = join(folder, 'dist');
  await rm(outdir, { recursive: true, force: true });
  const options = { ...common, absWorkingDir: folder, outdir, external: await dependenciesOf(folder) };
  const server = await serverIn(join(folder, 'src/server.ts'));
  const inputs = [
    // In one file, so that Node has one to find and to read before the first answer.
    ...(await bundle({ ...options, entryPoints: { bin: 'src/bin.ts' }, plugins: [loadsLate] })),
    ...(await bundleInChunks({
      ...options,
      entryPoints: { server: join(folder, 'src/server.ts'), run: runFile },
      plugins: [await lateTools(folder, server)],
    })),
  ];
  await chmod(join(outdir, 'bin.js'), 0o755);
  await compileWithFile(outdir, [join(outdir, 'run.js'), join(outdir, 'server.js')]);
  // In the order of the executable, so that the modules that both have run as they will there.
  await import(pathToFileURL(join(outdir, 'run.js')).href);
  const built = await serverIn(join(outdir, 'server.js'));
  refuseOtherTools(server, built);
  tryTools(built);
  const manifest = await manifestOf(server);
  refuseOtherFacts(manifest, await manifestOf(built));
  await writeFile(join(outdir, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(outdir, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(inputs, folder));
}

async function serverIn(file: string): Promise<ServerModule> {
  const { default: server } = await import(`${pathToFileURL(file).href}?${performance.now()}`);
  return server;
}

/**
 * What was built declares its tools from the record, so it is held against the source.
 *
 * @throws Error naming a tool that is declared otherwise in what was built
 */
export function refuseOtherTools(source: ServerModule, built: ServerModule): void {
  const declarations = ({ tools }: ServerModule) =>
    tools.map(({ inputSchema, outputSchema, ...facts }) =>
      JSON.stringify({ ...facts, input: inputSchema(), output: outputSchema() }),
    );
  const right = declarations(source);
  const wrong = declarations(built).findIndex((declaration, at) => declaration !== right[at]);
  if (wrong !== -1 || built.tools.length !== source.tools.length) {
    throw new Error(`The built server declares ${built.tools[wrong]?.name ?? 'other tools'} differently.`);
  }
}

/**
 * The modules of a bundle may run in another order than those of the source: what one of them takes from another
 * that did not run yet is not there, and a spread of nothing is no fault.
 *
 * @throws Error naming what the built server would answer or take otherwise than its source
 */
export function refuseOtherFacts(source: object, built: object): void {
  const other = new Map(Object.entries(built));
  const wrong = Object.entries(source).find(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(other.get(key)),
  );
  if (wrong) throw new Error(`The built server differs from its source in "${wrong[0]}" of the manifest.`);
}

/**
 * Lets every tool look at a call without arguments, so that its code has run once where it will run.
 *
 * @throws Error for a tool whose code fails; one that refuses the arguments works
 */
export function tryTools({ tools }: { readonly tools: readonly object[] }): void {
  for (const tool of tools) {
    if (!('prepare' in tool) || typeof tool.prepare !== 'function') continue;
    try {
      tool.prepare({});
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ToolError') throw error;
    }
  }
}

/** What the executable loads when a message needs the server; beside the start of the runtime. */
const runFile = fileURLToPath(new URL('run.ts', import.meta.resolve('@portolan/runtime/start')));

const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  conditions: ['portolan-source'],
  // A package's ES module before its UMD build, whose inner `require` a bundle cannot follow (jsonc-parser).
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** The executable is bundled apart from what it loads. */
const loadsLate: Plugin = {
  name: 'loads-late',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      const [, name] = /(?:^|\/)(server|run)\.ts$/.exec(path) ?? [];
      if (name === undefined) return { errors: [{ text: `The executable may not load ${path} late.` }] };
      return { path: `./${name}.js`, external: true };
    });
  },
};

type BundleOptions = Omit<BuildOptions, 'entryPoints' | 'plugins'> & {
  readonly absWorkingDir: string;
  readonly entryPoints: Readonly<Record<string, string>>;
  readonly plugins: readonly Plugin[];
};

/** A bundle twice: what is loaded late is known after the first time. */
async function bundleInChunks(options: BundleOptions): Promise<readonly string[]> {
  const chunked = { ...options, chunkNames: 'chunks/[name]-[hash]', splitting: true };
  const { metafile } = await build({
    ...chunked,
    plugins: [...options.plugins],
    metafile: true,
    write: false,
  });
  const core = oneCore(metafile, options.absWorkingDir, Object.values(options.entryPoints));
  return bundle({ ...chunked, plugins: [...options.plugins, core] });
}

/** Writes a bundle, and answers the files that are in it. */
async function bundle({ plugins, ...options }: BundleOptions): Promise<readonly string[]> {
  const { outputFiles, metafile } = await build({
    ...options,
    plugins: [...plugins],
    metafile: true,
    write: false,
  });
  refuseLateCommonJs(metafile);
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, takeOwnModules(path, withRequire(text)));
  }
  return Object.keys(metafile.inputs).filter((input) => !input.startsWith(`${standsIn}:`));
}

/** CommonJS dependencies in an ES module bundle look for `require`. */
function withRequire(code: string): string {
  if (!/\brequire\b/.test(code)) return code;
  return `import{createRequire as portolanRequire}from'node:module';const require=portolanRequire(import.meta.url);${code}`;
}

// What a package depends on is installed beside it: a grammar in WebAssembly, say. All else is bundled.
async function dependenciesOf(folder: string): Promise<string[]> {
  const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return Object.keys(dependencies);
}

/**
 * A late `import()` of CommonJS has its names when run from source and only a default in a bundle with
 * chunks. An ES module of ours that exports the names is loaded instead.
 *
 * @throws Error naming the module and its importer
 */
export function refuseLateCommonJs({ inputs }: Metafile): void {
  for (const [importer, { imports }] of Object.entries(inputs)) {
    for (const { kind, path } of imports) {
      if (kind !== 'dynamic-import' || inputs[path]?.format !== 'cjs') continue;
      throw new Error(
        `${importer} loads ${path} late, which is CommonJS: export what it needs from a module of its own, and load that.`,
      );
    }
  }
}
