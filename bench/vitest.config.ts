export { default } from '../shared/tooling/vitest.config.ts';
