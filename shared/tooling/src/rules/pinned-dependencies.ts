import type { Rule } from './rule.ts';

/** A version, a package of this workspace, or a version under another name, where two are needed at once. */
const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$|^workspace:\*$/;

/** Every dependency is one exact version, so that an install next year is the install of today. Peers are ranges. */
export const pinnedDependencies: Rule = {
  name: 'pinned-dependencies',
  check: ({ packages }) =>
    packages.flatMap(({ folder, manifest }) =>
      Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      })
        .filter(([, version]) => !exact.test(version))
        .map(([name, version]) => ({
          file: folder === '' ? 'package.json' : `${folder}/package.json`,
          message: `asks for ${name}@${version}; name one exact version`,
        })),
    ),
};
