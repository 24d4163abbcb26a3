import { z } from "zod";
import type { PlainField } from "./plain-field.ts";
import { scalarField } from "./scalar-field.ts";

/** A date field whose default is the time of the entity's clock. */
export function nowPlainField(name: string, entityType: string): PlainField {
  return {
    ...scalarField(name, z.date(), entityType),
    isRequired: false,
    initial: ({ clock }) => new Date(clock.now()).toISOString(),
  };
}
