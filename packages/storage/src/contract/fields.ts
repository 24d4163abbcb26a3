/** The value of an own field; a state, a dict or a filter may have any key, those of inherited properties too. */
export function ownField<Value>(
  fields: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** A frozen record with the same fields in the same order, each with what `to` makes of its value. */
export function mapFields<From extends object | string, To>(
  fields: Readonly<Record<string, From>>,
  to: (value: From, name: string) => To,
): Readonly<Record<string, To>> {
  const mapped: Record<string, To> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined) continue;
    // an assignment would set the prototype for this one name; defining every name is slow
    if (name !== "__proto__") mapped[name] = to(value, name);
    else Object.defineProperty(mapped, name, { value: to(value, name), enumerable: true });
  }
  return Object.freeze(mapped);
}
