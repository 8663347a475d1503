import * as z from 'zod';

/** An answer of GitHub's, and the line it was asked with: `GET /repos/{owner}/{repo}`. */
export interface Received {
  readonly line: string;
  readonly data: unknown;
}

const forms = z.object({
  routes: z.record(z.string(), z.string()),
  named: z.record(z.string(), z.string()),
});
type Forms = z.output<typeof forms>;

/**
 * Where the first answer that is not as GitHub describes it differs, as `user.login`; undefined where all are.
 * The forms are made from GitHub's description by `test/forms.test.ts`, and read only when something went wrong.
 */
export async function unlike(received: readonly Received[]): Promise<string | undefined> {
  const { default: described } = await import('./forms.json', { with: { type: 'json' } });
  const known = forms.parse(described);
  for (const { line, data } of received) {
    const form = line.endsWith('/graphql') ? ':o' : known.routes[line];
    const path = form === undefined ? undefined : differing(data, form, known);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** @param form as `answerForms` of the doubles writes it */
function differing(value: unknown, form: string, known: Forms): string | undefined {
  for (const rule of form.split(' ')) {
    const split = rule.indexOf(':');
    const path = rule.slice(0, split);
    for (const found of valuesAt(value, path.match(/\[\]|[^.[\]]+/g) ?? [])) {
      const inner = wrong(found, rule.slice(split + 1), known);
      if (inner !== undefined) return [path, inner].filter((part) => part !== '').join('.');
    }
  }
  return undefined;
}

/** Where below a value it differs from a kind: empty for the value itself. */
function wrong(value: unknown, kind: string, known: Forms): string | undefined {
  if (kind.startsWith('#')) return differing(value, known.named[kind.slice(1)] ?? ':', known);
  return kinds[kind]?.(value) === false ? '' : undefined;
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  s: (value) => typeof value === 'string',
  a: Array.isArray,
  o: isFields,
};

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return [value];
  if (step === '[]') return Array.isArray(value) ? value.flatMap((entry) => valuesAt(entry, rest)) : [];
  return isFields(value) ? valuesAt(value[step], rest) : [];
}
