import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProcess } from '../process/start-process.ts';
import { type Installed, installPacked } from './install-packed.ts';

/** What a server's packed package is held to. */
export interface PackedContract {
  /** The folder of the package, with a build in it. */
  readonly folder: URL;
  /** Every package that an installation of it alone has, by name. */
  readonly packages: readonly string[];
  /** Files it ships beside its build, its README, its licence and its changes. */
  readonly ships?: readonly string[];
  /** Of all installed files. */
  readonly maxBytes: number;
  /** Packages of which the bundle must carry the licence, among others. */
  readonly notices: readonly string[];
}

/** For packing and installing, milliseconds. */
const INSTALL_MS = 120_000;

/** What is part of a package; everything else has no business in it. */
const shipped = /^(?:dist\/.+|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;

/**
 * Packs a server, installs it alone and holds it to its contract.
 *
 * @param more further tests of the same installation, which is there once they run
 */
export function describePackedPackage(
  { folder, packages, ships = [], maxBytes, notices }: PackedContract,
  more: (installed: () => Installed) => void,
): void {
  describe('the packed package', () => {
    let installation: Installed | undefined;
    const installed = () => {
      if (!installation) throw new Error('The package is installed before the tests run, not before.');
      return installation;
    };
    beforeAll(async () => {
      installation = await installPacked(fileURLToPath(folder));
    }, INSTALL_MS);
    afterAll(() => installation?.[Symbol.asyncDispose]());

    test('brings nothing it need not, and the licences of what it bundles', () => {
      expect(installed().packages).toEqual(packages);
      expect(installed().bytes).toBeLessThanOrEqual(maxBytes);
      expect(installed().files.filter((file) => !shipped.test(file))).toEqual(ships);
      expect(installed().files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/bin.js']));
      for (const name of notices) expect(installed().notices).toContain(`--- ${name} `);
    });

    test('tells an older Node what it needs, in one line', async () => {
      const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
      await using old = startProcess({
        command: process.execPath,
        args: ['--import', pretend, installed().bin],
      });
      expect(await old.ended).toMatchObject({ code: 1 });
      expect(old.stderr()).toMatch(
        /^This server needs Node\.js 22\.19 or newer; this is 20\.20\.2\. Get one from .+\n$/,
      );
    });

    more(installed);
  });
}
