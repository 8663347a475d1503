import { fail } from '@portolan/runtime';

/**
 * A path below the API with every value encoded as one segment, or, where it is an array, as segments.
 *
 * @throws ToolError `invalid_arguments` for a segment that would lead elsewhere
 */
export function path(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | readonly string[])[]
) {
  const encode = (value: string | number) => {
    const text = String(value);
    if (text === '' || text === '.' || text === '..') {
      fail('invalid_arguments', `"${text}" cannot be a part of a path.`);
    }
    return encodeURIComponent(text);
  };
  return parts
    .map((part, index) => {
      const value = values[index] ?? [];
      return part + (typeof value === 'object' ? value.map(encode).join('/') : encode(value));
    })
    .join('');
}
