/**
 * Text that people write and models read. It can hold characters nobody sees, and instructions. Clean it, bound
 * it, say in the answer who wrote it, and never make it the message of an error.
 */
export { type BoundedText, boundText, jsonTextBytes } from './bound-text.ts';
export { cleanProse } from './clean-prose.ts';
export { occurringFields } from './occurring-fields.ts';
export { type PeopleText, peopleText, UntrustedFields } from './people-text.ts';
export { showHidden } from './show-hidden.ts';
export { stripAnsi } from './strip-ansi.ts';
