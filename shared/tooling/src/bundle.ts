import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { manifestOf } from '@portolan/runtime/build';
import { build, type Metafile } from 'esbuild';
import { thirdPartyNotices } from './third-party-notices.ts';

/**
 * Builds the published form of the server in a folder: `dist/bin.js`, lazily loaded chunks beside it,
 * the manifest of first answers, and the notices of what was bundled.
 */
export async function bundleServer(folder: string): Promise<void> {
  const outdir = join(folder, 'dist');
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: { bin: 'src/bin.ts', server: 'src/server.ts' },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
    // What a package depends on is installed beside it: a grammar in WebAssembly, say. All else is bundled.
    external: await dependenciesOf(folder),
    conditions: ['portolan-source'],
    // A package's ES module before its UMD build, whose inner `require` a bundle cannot follow (jsonc-parser).
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // CommonJS dependencies in an ES module bundle look for `require`.
    banner: {
      js: "import{createRequire as portolanRequire}from'node:module';const require=portolanRequire(import.meta.url);",
    },
  });
  refuseLateCommonJs(metafile);
  await chmod(join(outdir, 'bin.js'), 0o755);
  const { default: server } = await import(pathToFileURL(join(folder, 'src/server.ts')).href);
  await writeFile(join(outdir, 'manifest.json'), JSON.stringify(await manifestOf(server)));
  await writeFile(
    join(outdir, 'THIRD-PARTY-NOTICES.txt'),
    await thirdPartyNotices(Object.keys(metafile.inputs), folder),
  );
}

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
