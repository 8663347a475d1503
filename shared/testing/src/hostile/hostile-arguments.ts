import { hostileNumbers, hostileTexts, otherKinds } from './hostile-values.ts';

type Args = Readonly<Record<string, unknown>>;

/** Arguments with one thing in them that nobody means well. */
export interface HostileArguments {
  /** Which argument has which value, cut short. */
  readonly label: string;
  readonly args: Args;
}

/**
 * Arguments that a good call is turned into: each argument the schema knows with each hostile value of its kind
 * and of others, items of lists and fields of objects too, and arguments that no schema knows.
 *
 * @param schema of the input, as `tools/list` gives it
 * @param good arguments of a call that works
 * @param most so many of them, spread evenly over all; all where it is left out
 */
export function hostileArguments(schema: unknown, good: Args, most?: number): readonly HostileArguments[] {
  const known = Object.entries(objectIn(schema, 'properties')).flatMap(([name, one]) =>
    hostileValues(one, good[name]).map((value) => withValue(good, name, value)),
  );
  const foreign = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'signal'];
  const all = [...known, ...foreign.map((name) => withValue(good, name, { polluted: true }))];
  const stride = Math.max(1, all.length / (most ?? all.length));
  return all.filter((_, index) => Math.floor(index / stride) !== Math.floor((index - 1) / stride));
}

function withValue(good: Args, name: string, value: unknown): HostileArguments {
  const shown = JSON.stringify(value) ?? String(value);
  // An own property also where the name is that of the prototype, as JSON.parse makes it.
  const args = Object.fromEntries([...Object.entries(good).filter(([key]) => key !== name), [name, value]]);
  return { label: `${name}: ${shown.slice(0, 60)}`, args };
}

function hostileValues(schema: unknown, good: unknown): readonly unknown[] {
  const types = typesOf(schema);
  return [
    ...otherKinds,
    ...(types.has('string') ? hostileTexts : []),
    ...(types.has('number') || types.has('integer') ? hostileNumbers : []),
    ...(types.has('array') ? hostileLists(schema, good) : []),
    ...(types.has('object') ? hostileObjects(schema, good) : []),
  ];
}

function hostileLists(schema: unknown, good: unknown): readonly unknown[] {
  const [first] = Array.isArray(good) ? good : [];
  const items = alternatives(schema).flatMap((one) => {
    const item = Reflect.get(one, 'items');
    return item === undefined ? [] : hostileValues(item, first);
  });
  const many = Array.from({ length: 5_000 }, () => first ?? 'x');
  return [many, ...items.map((item) => [item])];
}

function hostileObjects(schema: unknown, good: unknown): readonly unknown[] {
  const whole = typeof good === 'object' && good !== null ? Object.fromEntries(Object.entries(good)) : {};
  const fields = alternatives(schema).flatMap((one) =>
    Object.entries(objectIn(one, 'properties')).flatMap(([name, field]) =>
      hostileValues(field, Reflect.get(whole, name)).map((value) => withValue(whole, name, value).args),
    ),
  );
  const names = hostileTexts.map((name) => Object.fromEntries([[name, 'x']]));
  return [...fields, ...names];
}

/** A schema, and what it may be instead. */
function alternatives(schema: unknown): readonly object[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const others = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const list: unknown = Reflect.get(schema, key);
    return Array.isArray(list) ? list.flatMap(alternatives) : [];
  });
  return [schema, ...others];
}

function typesOf(schema: unknown): ReadonlySet<unknown> {
  return new Set(alternatives(schema).flatMap((one) => Reflect.get(one, 'type') ?? []));
}

function objectIn(value: unknown, key: string): object {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'object' && found !== null ? found : {};
}
