import type { Rule } from './rule.ts';

const forbidden = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'misc']);

/** A name says what a thing does; these fit everything. Names are `kebab-case`. */
export const forbiddenNames: Rule = {
  name: 'forbidden-names',
  check: ({ paths }) =>
    paths
      .filter((path) => /^(packages|shared|bench)\//.test(path))
      .flatMap((path) => {
        const base = path.slice(path.lastIndexOf('/') + 1);
        const words = base.replace(/\.[a-z.]+$/, '').split('-');
        const word = words.find((one) => forbidden.has(one));
        if (word !== undefined) return [{ file: path, message: `is named "${word}"; say what it does` }];
        const isKebab = !base.endsWith('.ts') || /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(base);
        return isKebab ? [] : [{ file: path, message: 'is not named in kebab-case' }];
      }),
};
