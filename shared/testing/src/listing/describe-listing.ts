import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServerModule } from '@portolan/runtime';
import { expect, test } from 'vitest';
import { connectInMemory } from '../clients/in-memory.ts';

/** What a server's list of tools is held to. */
export interface ListingContract {
  readonly server: ServerModule;
  /** The folder of the package. */
  readonly folder: URL;
  /** Arguments it needs to start. */
  readonly args?: readonly string[];
  /** Settings that turn every tool on, beside `--toolsets all`. */
  readonly everyTool?: readonly string[];
  /** What the model pays for the default tools, bytes; a tool that grows past it must earn them. */
  readonly maxDefaultBytes: number;
  /** As many tools as the default list may have. */
  readonly maxDefaultTools?: number;
  /** Every tool that tells clients it can replace or remove something, in the order of the list. */
  readonly destructive: readonly string[];
  /** Where a tool is below `src/tools`, without the ending; its name with hyphens where it is left out. */
  readonly fileOf?: (tool: { readonly name: string; readonly toolset: string }) => string;
}

/** Pins what clients see of a server's tools; the snapshots lie beside the test that calls this. */
export function describeListing({ server, args = [], everyTool = [], ...contract }: ListingContract): void {
  const listed = async (...flags: readonly string[]) => {
    await using client = await connectInMemory(server, { argv: [...flags, ...args] });
    return await client.listTools();
  };
  const every = () => listed('--toolsets', 'all', ...everyTool);

  test('pins what a client sees of every tool', async () => {
    for (const tool of await every()) {
      await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(
        `./__snapshots__/tools/${tool.name}.json`,
      );
    }
  });

  test('keeps the default list short', async () => {
    const tools = await listed();
    const sizes = tools.map((tool) => ({ name: tool.name, bytes: JSON.stringify(tool).length }));
    const dearest = sizes.toSorted((one, other) => other.bytes - one.bytes).slice(0, 12);
    const bytes = Buffer.byteLength(JSON.stringify({ tools }));
    expect(bytes, JSON.stringify(dearest)).toBeLessThanOrEqual(contract.maxDefaultBytes);
    expect(tools.length).toBeLessThanOrEqual(contract.maxDefaultTools ?? tools.length);
  });

  test('has a file and a test for each tool', () => {
    const fileOf = contract.fileOf ?? (({ name }) => name);
    for (const tool of server.tools) {
      const path = `src/tools/${fileOf(tool).replaceAll('_', '-')}`;
      const base = fileURLToPath(new URL(path, contract.folder));
      expect([tool.name, existsSync(`${base}.ts`), existsSync(`${base}.test.ts`)]).toEqual([
        tool.name,
        true,
        true,
      ]);
    }
  });

  test('says of every tool what it answers, and of which that it can replace or remove', async () => {
    const tools = await every();
    for (const { name, outputSchema } of tools) {
      expect([name, Object.keys(outputSchema?.properties ?? {}).length > 0]).toEqual([name, true]);
    }
    const destructive = tools.filter(({ annotations }) => annotations?.destructiveHint);
    expect(destructive.map(({ name }) => name)).toEqual(contract.destructive);
  });
}
