type Present<Value> = { [Key in keyof Value]?: Exclude<Value[Key], null | undefined> };

/** An object without what says nothing: null, undefined, empty texts and lists. Answers stay short by it. */
export function present<Value extends Readonly<Record<string, unknown>>>(value: Value): Present<Value>;
export function present(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, item]) =>
        item !== null && item !== undefined && item !== '' && !(Array.isArray(item) && item.length === 0),
    ),
  );
}
