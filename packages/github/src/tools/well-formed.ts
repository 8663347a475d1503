import { fail } from '@portolan/runtime';

/**
 * No text that is sent can hold half a character: UTF-8 has none.
 *
 * @param name of the argument, for the message
 * @throws ToolError `invalid_arguments`
 */
export function demandWellFormed(value: unknown, name: string): void {
  if (typeof value === 'string' && !value.isWellFormed()) {
    fail('invalid_arguments', `The argument ${name} holds half a character (a lone surrogate).`, {
      next: 'Send the character whole, or leave it out.',
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) demandWellFormed(member, name === '' ? key : name);
}
