import { expect, test } from "@jest/globals";
import {
  EntityRegistry,
  IdField,
  JsonField,
  ListField,
  NowField,
  RefField,
  type Entity,
  type EntityClass,
  type Field,
} from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import * as threads from "@minference/threads";
import { z } from "zod";
import { everyFieldSet } from "./every-field.ts";

type Declared = EntityClass<Entity> & { readonly declaredFields: Readonly<Record<string, Field>> };

const { all, thread, output, limits } = everyFieldSet();
const exported: readonly unknown[] = Object.values(threads);
const classes = exported.filter(isEntityClass);

function isEntityClass(value: unknown): value is Declared {
  return typeof value === "function" && "declaredFields" in value;
}

/** What a field has when nothing is said of it; undefined when it is required, or set by a clock. */
function defaultOf(field: Field): unknown {
  if (field instanceof RefField || field instanceof IdField)
    return field.isNullable ? null : undefined;
  if (field instanceof ListField) return [];
  if (field instanceof JsonField) return field.hasDefault ? field.makeDefault() : undefined;
  return field instanceof z.ZodType ? field.safeParse(undefined).data : undefined;
}

test("the sample has every entity type that threads exports (B8)", () => {
  const types = new Set(all.map(({ entityType }) => entityType));
  expect([...types].sort()).toEqual(classes.map(({ entityType }) => entityType).sort());
});

test.each(classes.map((type) => [type.entityType, type] as const))(
  "every field of %s is set to a value that is not its default (D04, D35)",
  (entityType, type) => {
    const dumps = all
      .filter((entity) => entity.entityType === entityType)
      .map((each) => each.dump());
    const left = Object.entries(type.declaredFields).filter(([name, field]) => {
      const byDefault = JSON.stringify(defaultOf(field));
      return dumps.every((dump) => JSON.stringify(dump[name]) === byDefault);
    });
    expect(left.map(([name]) => name)).toEqual([]);
    expect(Object.keys(dumps[0] ?? {})).toEqual(Object.keys(type.declaredFields));
  },
);

test("what was said has a time of its own, not that of its version (1.4)", () => {
  const isClock = (field: Field): boolean => field instanceof NowField;
  const fields = Object.entries(threads.ChatMessage.declaredFields);
  expect(fields.filter(([, field]) => isClock(field)).map(([name]) => name)).toEqual(["timestamp"]);
  expect(thread.history.at(-1)?.timestamp).toEqual(new Date("2001-02-03T04:05:06.789Z"));
});

test("every field is the same behind a reload (D04)", async () => {
  const storage = await openMemoryStorage();
  await new EntityRegistry({ storage }).registerAll<Entity>([thread, output, limits]);
  const reader = new EntityRegistry({ storage, types: classes });
  for (const entity of all) {
    const type = classes.find(({ entityType }) => entityType === entity.entityType);
    if (type === undefined) throw new Error(`${entity.entityType} is not exported`);
    const loaded = await reader.getOrThrow(type, entity.ecsId);
    expect(loaded.toJSON()).toEqual(entity.toJSON());
    expect(JSON.stringify(loaded.dump())).toBe(JSON.stringify(entity.dump()));
  }
});
