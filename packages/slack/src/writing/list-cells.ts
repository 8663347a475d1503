import { fail } from '@portolan/runtime';
import * as z from 'zod';

/** The kinds of columns that a text can fill. */
const kinds = ['text', 'number', 'date', 'checkbox', 'user', 'select', 'email'] as const;

export const Cell = z.object({
  column: z.string().min(1).max(100),
  kind: z.enum(kinds).default('text'),
  value: z.string().max(10_000),
});

/** A cell as Slack takes it: each kind of column has a field of its own. */
export function cellOf({ column: column_id, kind, value }: z.output<typeof Cell>) {
  switch (kind) {
    case 'number':
      return { column_id, number: [finite(value)] };
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(value))
        fail('invalid_arguments', `${value} is no date such as 2026-05-01.`);
      return { column_id, date: [value] };
    case 'checkbox':
      return { column_id, checkbox: value === 'true' };
    case 'user':
      return { column_id, user: [value] };
    case 'select':
      return { column_id, select: [value] };
    case 'email':
      return { column_id, email: [value] };
    default:
      return { column_id, rich_text: [richText(value)] };
  }
}

function finite(value: string): number {
  const number = Number(value);
  return value.trim() !== '' && Number.isFinite(number)
    ? number
    : fail('invalid_arguments', 'A number column takes a number.');
}

const richText = (text: string) => ({
  type: 'rich_text' as const,
  elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] }],
});
