import { fail } from '@portolan/runtime';
import type { Field } from './read-project.ts';

export type FieldValue =
  | { readonly text: string }
  | { readonly number: number }
  | { readonly date: string }
  | { readonly singleSelectOptionId: string }
  | { readonly iterationId: string };

/**
 * What GitHub takes as the value of a field, by the names that people see.
 *
 * @throws ToolError `invalid_arguments`, naming what the field takes; `unsupported` for fields set elsewhere
 */
export function fieldValue(field: Field, value: string | number): FieldValue {
  const text = String(value);
  const wrong = (what: string) => fail('invalid_arguments', `The field takes ${what}.`);
  switch (field.dataType) {
    case 'TEXT':
      return { text };
    case 'NUMBER':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { number: Number(text) }
        : wrong('a number');
    case 'DATE':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? { date: text } : wrong('a date as 2026-05-01');
    case 'SINGLE_SELECT':
      return { singleSelectOptionId: idNamed(field.options ?? [], ({ name }) => name, text) };
    case 'ITERATION':
      return { iterationId: idNamed(field.configuration?.iterations ?? [], ({ title }) => title, text) };
    default:
      return fail('unsupported', 'A field of this kind is set on the issue itself.', {
        next: 'Use update_issue.',
      });
  }
}

function idNamed<Option extends { readonly id: string }>(
  options: readonly Option[],
  nameOf: (option: Option) => string,
  name: string,
): string {
  const found = options.find((option) => nameOf(option).toLowerCase() === name.toLowerCase());
  const names = options.map((option) => `"${nameOf(option)}"`).join(', ');
  return (
    found?.id ?? fail('invalid_arguments', 'The field has no such option.', { next: `One of ${names}.` })
  );
}
