// boundary: calls as a program without types makes them

/** The methods of an object, to be called with anything. */
export function untyped(
  target: object,
): Readonly<Record<string, (...given: unknown[]) => unknown>> {
  // whatever is called by name is there, or the call throws as it would in such a program
  return target as Readonly<Record<string, (...given: unknown[]) => unknown>>;
}
