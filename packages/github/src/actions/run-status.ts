import { fail } from '@portolan/runtime';

const known = [
  'completed',
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'skipped',
  'stale',
  'success',
  'timed_out',
  'in_progress',
  'queued',
  'requested',
  'waiting',
  'pending',
] as const;

/**
 * A state or a conclusion by which runs are listed. The schema does not list them: models know them.
 *
 * @throws ToolError `invalid_arguments`
 */
export function runStatus(status: string): (typeof known)[number] {
  return (
    known.find((one) => one === status) ??
    fail('invalid_arguments', 'status is none that GitHub knows.', { next: `One of ${known.join(', ')}.` })
  );
}
