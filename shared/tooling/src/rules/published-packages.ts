import type { Rule } from './rule.ts';
import type { Package } from './workspace.ts';

/** What a published package must say of itself, and it ships nothing but its build. */
export const publishedPackages: Rule = {
  name: 'published-packages',
  check: ({ packages }) =>
    packages
      .filter(({ manifest }) => !manifest.private)
      .flatMap((one) =>
        missing(one).map((what) => ({
          file: `${one.folder}/package.json`,
          message: `is published but has no ${what}`,
        })),
      ),
};

function missing({ manifest, hasReadme }: Package): readonly string[] {
  const { license, description, engines, files, exports, publishConfig } = manifest;
  return [
    ...(hasReadme ? [] : ['README.md beside it']),
    ...(license === 'Apache-2.0' ? [] : ['license Apache-2.0']),
    ...(description ? [] : ['description']),
    ...(engines.node === '>=22.19' ? [] : ['engines.node >=22.19']),
    ...(files && files.length > 0 ? [] : ['list of files']),
    ...(publishConfig?.access === 'public' ? [] : ['publishConfig.access public']),
    // Published, these take the place of the ones that name sources.
    ...Object.keys(exports)
      .filter((entry) => !Object.hasOwn(publishConfig?.exports ?? {}, entry))
      .map((entry) => `"${entry}" in publishConfig.exports`),
  ];
}
