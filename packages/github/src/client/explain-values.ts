import { ToolError } from '@portolan/runtime';
import type { Refusal } from '@portolan/runtime/upstream';
import { faultsIn } from './error-body.ts';
import type { Facts } from './types.ts';

/** Which values GitHub does not take, in our words; its own stay in the data. */
export function explainValues({ text }: Refusal, data: Facts): ToolError {
  const faults = faultsIn(text);
  if (faults.some(({ code }) => code === 'already_exists') || /already exists/i.test(text)) {
    return new ToolError('already_exists', 'GitHub already has one of that name.', { data });
  }
  if (/not a fast.?forward|expected .* but/i.test(text)) {
    return new ToolError('conflict', 'The branch moved in the meantime. Nothing was changed.', { data });
  }
  if (/rule violations|protected branch|through a pull request/i.test(text)) {
    return new ToolError('permission_denied', 'A rule of the repository forbids this change of the branch.', {
      next: 'Push to another branch and open a pull request; get_rules shows the rules.',
      data,
    });
  }
  const named = faults.map(({ field, code }) => [field, code].filter(Boolean).join(': ')).filter(Boolean);
  const which = named.length > 0 ? ` (${[...new Set(named)].join(', ')})` : '';
  return new ToolError('invalid_arguments', `GitHub does not take these values${which}.`, { data });
}
