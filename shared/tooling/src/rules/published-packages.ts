import * as z from 'zod';
import type { Rule } from './rule.ts';
import type { Package } from './workspace.ts';

/** What a published package must say of itself, and it ships nothing but its build. */
export const publishedPackages: Rule = {
  name: 'published-packages',
  check: ({ packages }) => {
    const published = packages.filter(({ manifest }) => !manifest.private);
    const hasRepository = published.some(({ manifest }) => manifest.repository !== undefined);
    return published.flatMap((one) =>
      missing(one, hasRepository).map((what) => ({
        file: `${one.folder}/package.json`,
        message: `is published but has no ${what}`,
      })),
    );
  },
};

/** Where a package is in its repository, by which npm finds what the relative links of its README lead to. */
const place = z.object({ type: z.literal('git'), url: z.string(), directory: z.string() });

/** @param hasRepository whether the repository has a public address, which then each package names */
function missing({ manifest, folder, hasReadme }: Package, hasRepository: boolean): readonly string[] {
  const { license, description, engines, files, exports, publishConfig, repository } = manifest;
  const isPlaced = place.safeParse(repository).data?.directory === folder;
  return [
    ...(hasReadme ? [] : ['README.md beside it']),
    ...(license === 'Apache-2.0' ? [] : ['license Apache-2.0']),
    ...(description ? [] : ['description']),
    ...(engines.node === '>=22.19' ? [] : ['engines.node >=22.19']),
    ...(files && files.length > 0 ? [] : ['list of files']),
    ...(publishConfig?.access === 'public' ? [] : ['publishConfig.access public']),
    ...(isPlaced || !hasRepository ? [] : [`repository with type git, url and directory "${folder}"`]),
    // Published, these take the place of the ones that name sources.
    ...Object.keys(exports)
      .filter((entry) => !Object.hasOwn(publishConfig?.exports ?? {}, entry))
      .map((entry) => `"${entry}" in publishConfig.exports`),
  ];
}
