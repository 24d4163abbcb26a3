import { parseEcsId, type EcsId } from "@minference/protocol";
import type { StoredValue } from "@minference/storage";
import { maxDictEntries } from "../shape/dict.ts";
import type { LinkField } from "../shape/link-field.ts";

type Refuse = (path: string, problem: string) => Error;

/** The stored form of a link that is given by version ids; `refuse` makes the error for any other value. */
export function linkFrom(field: LinkField, given: unknown, refuse: Refuse): StoredValue {
  const { name } = field;
  switch (field.kind) {
    case "ref":
      return { ref: given === null && field.isNullable ? null : idFrom(given, name, refuse) };
    case "list":
      if (!Array.isArray(given)) throw refuse(name, "it is no array of version ids");
      return { list: given.map((id: unknown, index) => idFrom(id, `${name}.${index}`, refuse)) };
    case "dict":
      return { dict: dictFrom(given, name, refuse) };
  }
}

function dictFrom(given: unknown, name: string, refuse: Refuse): Readonly<Record<string, EcsId>> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw refuse(name, "it is no object of version ids by key");
  }
  const entries = Object.entries(given);
  if (entries.length > maxDictEntries) throw refuse(name, `it has over ${maxDictEntries} entries`);
  return Object.fromEntries(
    entries.map(([key, id]: [string, unknown]) => [key, idFrom(id, `${name}.${key}`, refuse)]),
  );
}

function idFrom(given: unknown, path: string, refuse: Refuse): EcsId {
  const id = typeof given === "string" ? parseEcsId(given) : null;
  if (id === null) throw refuse(path, "it is no version id");
  return id;
}
