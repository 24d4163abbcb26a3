import { expect, test } from "@jest/globals";
import { EntityRegistry, type Entity, type EntityClass } from "@minference/ecs";
import * as threads from "@minference/threads";
import { backends } from "./backends.ts";
import { everyFieldSet } from "./samples/every-field.ts";

const exported: readonly unknown[] = Object.values(threads);
const types = exported.filter(isEntityClass);

function isEntityClass(value: unknown): value is EntityClass<Entity> {
  return typeof value === "function" && "declaredFields" in value;
}

test.each(backends)(
  "every field of every entity is stored and read back by another registry, on $name (D04, D05, D06, C45)",
  async (backend) => {
    const place = await backend.place();
    const storage = await place.open();
    const { thread, output, limits, all } = everyFieldSet();
    await new EntityRegistry({ storage }).registerAll<Entity>([thread, output, limits]);
    const reader = new EntityRegistry({ storage, types });
    for (const entity of all) {
      const type = types.find(({ entityType }) => entityType === entity.entityType);
      if (type === undefined) throw new Error(`${entity.entityType} is not exported`);
      const loaded = await reader.getOrThrow(type, entity.ecsId);
      expect([loaded.entityType, loaded.dump()]).toEqual([entity.entityType, entity.dump()]);
      expect(loaded.toJSON()).toEqual(entity.toJSON());
    }
    await storage.close();
    await place.remove();
  },
);

/** Another valid value for each field of a thread that holds plain data. */
const changes = {
  name: "renamed",
  newMessage: null,
  prefill: "{",
  postfill: "JSON!",
  useSchemaInstruction: false,
  useHistory: true,
  workflowStep: 0,
} as const;

test.each(backends)(
  "a change of any field of a thread is one version with that field in its diff, on $name (D07, V12)",
  async (backend) => {
    const place = await backend.place();
    const storage = await place.open();
    const registry = new EntityRegistry({ storage });
    const { thread } = everyFieldSet();
    await registry.register(thread);
    for (const [field, value] of Object.entries(changes)) {
      const before = thread.ecsId;
      const { entityCount } = await registry.status();
      Object.assign(thread, { [field]: value });
      await registry.register(thread);
      expect(Object.keys(await registry.diff(before, thread.ecsId))).toEqual([field]);
      expect((await registry.status()).entityCount).toBe(entityCount + 1);
    }
    await storage.close();
    await place.remove();
  },
);
