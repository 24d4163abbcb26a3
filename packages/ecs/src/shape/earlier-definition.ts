import { InvalidRequestError } from "@minference/protocol";
import type { LinkField } from "./link-field.ts";
import type { PlainField } from "./plain-field.ts";

type Values = Readonly<Record<string, unknown>>;

/** One earlier shape of an entity type, made ready for use. */
export interface EarlierDefinition {
  /** Every field by name, inherited ones included. */
  readonly fields: ReadonlyMap<string, PlainField | LinkField>;
  /** From the fields of a version of this shape to those of the next one; what it gives is not checked yet. */
  readonly upgrade: (fields: Values) => unknown;
}

/** What a class says of its schema versions. */
export interface SchemaVersions {
  readonly schemaVersion: number;
  readonly earlier: ReadonlyMap<number, EarlierDefinition>;
}

/**
 * Lets a class pass whose earlier shapes lead to its own without a gap.
 *
 * @throws {InvalidRequestError} a number is none of a schema version, or one between them is missing.
 */
export function checkSchemaVersions(type: string, versions: SchemaVersions): void {
  const { schemaVersion, earlier } = versions;
  if (!isSchemaVersion(schemaVersion)) {
    throw refused(type, `the schema version ${schemaVersion}`, "Count schema versions from 1");
  }
  const numbers = [...earlier.keys()].sort((left, right) => left - right);
  const first = numbers[0] ?? schemaVersion;
  const wrong = numbers.find((version) => !isSchemaVersion(version) || version >= schemaVersion);
  if (wrong !== undefined) {
    const remedy = `Declare shapes of versions below its own, ${schemaVersion}, counted from 1`;
    throw refused(type, `an earlier schema version ${wrong}`, remedy);
  }
  for (let version = first; version < schemaVersion; version += 1) {
    if (earlier.has(version)) continue;
    const what = `the earlier schema version ${first} and none ${version}`;
    throw refused(type, what, "Declare every step from the first one to the class's own version");
  }
}

/**
 * The earlier shapes of a subclass that says none itself: those of its base, with its own fields as they are now,
 * which pass the base's upgrades as they are.
 */
export function inheritedEarlier(
  base: ReadonlyMap<number, EarlierDefinition>,
  own: readonly (PlainField | LinkField)[],
): ReadonlyMap<number, EarlierDefinition> {
  const ownFields = own.map((field): [string, PlainField | LinkField] => [field.name, field]);
  const names = new Set(own.map(({ name }) => name));
  return new Map(
    [...base].map(([version, { fields, upgrade }]): [number, EarlierDefinition] => [
      version,
      {
        fields: new Map([...fields, ...ownFields]),
        upgrade: (values) => {
          const upgraded = upgrade(picked(values, (name) => fields.has(name)));
          if (typeof upgraded !== "object" || upgraded === null) return upgraded;
          return { ...upgraded, ...picked(values, (name) => names.has(name)) };
        },
      },
    ]),
  );
}

function picked(values: Values, isWanted: (name: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
}

function isSchemaVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version >= 1;
}

function refused(type: string, what: string, remedy: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${type} is declared with ${what}`,
    remedy,
    entityType: type,
    path: "schemaVersion",
  });
}
