/** Without what is undefined: optional arguments as the types of GitHub's API want them. */
export type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

export function defined<T extends object>(value: T): Defined<T> {
  const kept = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
  if (isDefined<T>(kept)) return kept;
  throw new Error('Something undefined was left.');
}

const isDefined = <T>(value: object): value is Defined<T> =>
  Object.values(value).every((part) => part !== undefined);
