import { isJsonObject, type EcsId, type JsonValue } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage } from "@minference/storage";
import { changedFields, changedReads, type BrokenBackend } from "./broken-backend.ts";

/** Faults of values. */
export const brokenValues: readonly BrokenBackend[] = [
  {
    law: "L1",
    fault: "sorts the keys of JSON",
    over: (storage) => changedObjects(storage, (entries) => entries.toSorted(byKey)),
  },
  {
    law: "L24",
    fault: "turns lone surrogates into U+FFFD",
    over: (storage) => changedText(storage, (text) => text.toWellFormed()),
  },
  {
    law: "L24",
    fault: "cuts text at its first NUL",
    over: (storage) => changedText(storage, (text) => text.replace(/\0.*$/su, "")),
  },
  {
    law: "L24",
    fault: "normalises text",
    over: (storage) => changedText(storage, (text) => text.normalize("NFC")),
  },
  {
    law: "L24",
    fault: "keeps numbers in single precision",
    over: (storage) =>
      changedJson(storage, (value) => (typeof value === "number" ? Math.fround(value) : value)),
  },
  {
    law: "L25",
    fault: "drops keys named __proto__",
    over: (storage) =>
      changedObjects(storage, (entries) => entries.filter(([key]) => key !== "__proto__")),
  },
  {
    law: "L26",
    fault: "gives every reader the same object, which may be changed",
    over: (storage) => {
      const given = new Map<EcsId, EntitySnapshot>();
      return changedReads(storage, (version) => {
        const known = given.get(version.ecsId) ?? structuredClone(version);
        given.set(version.ecsId, known);
        return known;
      });
    },
  },
  {
    law: "L27",
    fault: "cuts text at one million characters",
    over: (storage) => changedText(storage, (text) => text.slice(0, 1_000_000)),
  },
];

type Entries = readonly (readonly [key: string, value: JsonValue])[];

function byKey([a]: readonly [string, JsonValue], [b]: readonly [string, JsonValue]): number {
  return a < b ? -1 : 1;
}

function changedText(
  storage: EntityStorage,
  change: (text: string) => string,
): Partial<EntityStorage> {
  return changedJson(storage, (value) => (typeof value === "string" ? change(value) : value));
}

function changedObjects(
  storage: EntityStorage,
  change: (entries: Entries) => Entries,
): Partial<EntityStorage> {
  return changedJson(storage, (value) =>
    isJsonObject(value) ? Object.fromEntries(change(Object.entries(value))) : value,
  );
}

/** Reads with every part of every JSON value changed, the inner ones first. */
function changedJson(
  storage: EntityStorage,
  change: (value: JsonValue) => JsonValue,
): Partial<EntityStorage> {
  const within = (value: JsonValue): JsonValue => {
    if (isJsonObject(value)) {
      return change(
        Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(item)])),
      );
    }
    return change(Array.isArray(value) ? value.map(within) : value);
  };
  return changedReads(storage, (version) =>
    changedFields(version, (value) => ("json" in value ? { json: within(value.json) } : value)),
  );
}
