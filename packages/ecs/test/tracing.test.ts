import { expect, test } from "@jest/globals";
import {
  defineEntity,
  EntityRegistry,
  list,
  ref,
  traced,
  type EntityClass,
  type RegistryEvent,
  type RegistryOptions,
} from "@minference/ecs";
import type { LogFields, Logger } from "@minference/protocol";
import { openMemoryStorage } from "@minference/storage-memory";
import type { EntityStorage, WriteBatch } from "@minference/storage";
import { z } from "zod";
import { untyped } from "./untyped.ts";

class Note extends defineEntity("Note", { text: z.string() }) {}
class Folder extends defineEntity("Folder", {
  name: z.string(),
  cover: ref(() => Note).nullable(),
  notes: list(() => Note),
}) {}
class Ring extends defineEntity("Ring", {
  label: z.string(),
  next: ref((): EntityClass<Ring> => Ring).nullable(),
}) {}

/** A registry over memory, with every batch that it sent. */
async function aRegistry(options: Partial<RegistryOptions> = {}) {
  const inner = await openMemoryStorage();
  const sent: WriteBatch[] = [];
  const storage: EntityStorage = new Proxy(inner, {
    get(target, key) {
      if (key === "commit") {
        return (batch: WriteBatch) => {
          sent.push(batch);
          return target.commit(batch);
        };
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const events: RegistryEvent[] = [];
  const onEvent = (event: RegistryEvent) => events.push(event);
  const registry = new EntityRegistry({ storage, types: [Folder, Ring], onEvent, ...options });
  return { registry, storage, sent, events };
}

const aFolder = (...texts: readonly string[]): Folder =>
  new Folder({ name: "papers", notes: texts.map((text) => new Note({ text })) });

/** What each batch stored, by type, and why. */
const storedBy = (sent: readonly WriteBatch[]) =>
  sent.map(({ reason, snapshots }) => [reason, snapshots.map(({ type }) => type).sort()]);

test("a sync function becomes async, and what it changed is one version with its name as reason (V28, V30)", async () => {
  const { registry, sent } = await aRegistry();
  const folder = await registry.register(aFolder("a"));
  const first = folder.ecsId;
  const rename = registry.traced(function rename(target: Folder, name: string) {
    target.name = name;
    target.append("notes", new Note({ text: "b" }));
    return target.notes.length;
  });
  expect(await rename(folder, "letters")).toBe(2);
  expect(rename.name).toBe("rename");
  expect(storedBy(sent.slice(1))).toEqual([["rename", ["Folder", "Note"]]]);
  expect(folder.parentId).toBe(first);
  expect((await registry.refLog(folder.lineageId, "main")).at(-1)).toMatchObject({
    from: first,
    to: folder.ecsId,
    reason: "rename",
  });
});

test("an async function is traced, and a call without change writes nothing (V28, V16)", async () => {
  const { registry, sent } = await aRegistry();
  const folder = await registry.register(aFolder("a"));
  const read = registry.traced(async (target: Folder) => {
    await Promise.resolve();
    return target.notes.map(({ text }) => text);
  });
  expect(await read(folder)).toEqual(["a"]);
  expect(sent).toHaveLength(1);
});

test("what is pending before a call is a version of its own (V30)", async () => {
  const { registry, sent } = await aRegistry();
  const folder = await registry.register(aFolder());
  const [first] = [folder.ecsId];
  folder.name = "by hand";
  const rename = registry.traced(
    (target: Folder) => {
      target.name = "by call";
    },
    { name: "rename" },
  );
  await rename(folder);
  expect(storedBy(sent.slice(1))).toEqual([
    ["before rename", ["Folder"]],
    ["rename", ["Folder"]],
  ]);
  const [byHand] = await registry.getAncestorIds(folder.ecsId);
  expect((await registry.getOrThrow(Folder, byHand ?? first)).name).toBe("by hand");
  expect(new Set(sent.slice(1).map(({ runId }) => runId)).size).toBe(1);
});

test("a new entity that is given is stored before the call (V30)", async () => {
  const { registry, sent } = await aRegistry();
  const note = new Note({ text: "a" });
  const stamp = registry.traced(
    async (target: Note) => {
      expect(await registry.hasEntity(target.ecsId)).toBe(true);
      target.text = "stamped";
    },
    { name: "stamp" },
  );
  await stamp(note);
  expect(storedBy(sent)).toEqual([
    ["before stamp", ["Note"]],
    ["stamp", ["Note"]],
  ]);
});

test("new entities in a result are stored at any depth, each once, in one batch (V30, D25)", async () => {
  const { registry, storage, sent } = await aRegistry();
  const make = registry.traced(() => {
    const folder = aFolder("a", "b");
    const [inner] = folder.notes;
    return { list: [folder, [inner, folder]], map: new Map([[new Note({ text: "key" }), 1]]) };
  });
  const made = await make();
  expect(sent).toHaveLength(1);
  expect((await storage.status()).countByType).toEqual({ Folder: 1, Note: 3 });
  const [folder] = made.list;
  expect(folder).toBeInstanceOf(Folder);
  expect(folder instanceof Folder && folder.batchId !== null).toBe(true);
});

test("entities are found in arrays, Maps, Sets and plain objects, cycles and all (V29)", async () => {
  const { registry, storage } = await aRegistry();
  const notes = Array.from({ length: 8 }, (_, at) => new Note({ text: String(at) }));
  const [a, b, c, d, e, f, g, h] = notes;
  const bare: Record<string, unknown> = Object.assign(Object.create(null), { e });
  const holder: Record<string | symbol, unknown> = { a, in: [b, [c]], bare, [Symbol("f")]: f };
  holder["self"] = holder;
  const keys = new Map<unknown, unknown>([[d, new Set([g])]]);
  keys.set(keys, keys);
  const hidden = Object.defineProperty({}, "h", { value: h, enumerable: false });
  const touch = registry.traced((...given: unknown[]) => given.length);
  await touch(holder, keys, hidden);
  expect((await storage.status()).countByType).toEqual({ Note: 8 });
});

test("no getter runs while entities are sought, and class instances are not looked into (V29)", async () => {
  const { registry, storage } = await aRegistry();
  let calls = 0;
  class Box {
    readonly note = new Note({ text: "in a box" });
  }
  const tricky = {
    get note() {
      calls += 1;
      return new Note({ text: "computed" });
    },
    box: new Box(),
  };
  const trap = new Proxy(
    {},
    {
      getPrototypeOf: () => {
        throw new Error("nobody asks");
      },
    },
  );
  const touch = registry.traced((...given: unknown[]) => given.length);
  await touch(tricky, [trap], Object.defineProperty([], 0, { get: () => (calls += 1) }));
  expect(calls).toBe(0);
  expect((await storage.status()).entityCount).toBe(0);
});

test("the own properties of this are looked through, and so is this when it is an entity (V29)", async () => {
  const { registry, storage } = await aRegistry();
  class Desk {
    readonly folder = aFolder();
    readonly drawers = [{ note: new Note({ text: "in a drawer" }) }];
    readonly #secret = new Note({ text: "private" });

    get secret(): string {
      return this.#secret.text;
    }
  }
  const tidy = registry.traced(function (this: Desk) {
    this.folder.name = "tidy";
    return this.secret;
  });
  const desk = new Desk();
  expect(await tidy.call(desk)).toBe("private");
  expect((await storage.status()).countByType).toEqual({ Folder: 2, Note: 1 });
  const rename = registry.traced(function (this: Folder, name: string) {
    this.name = name;
  });
  await rename.call(desk.folder, "renamed");
  expect((await storage.status()).countByType).toEqual({ Folder: 3, Note: 1 });
});

test("an entity that another one reaches is no root by being traced: it gets no main (V29, V39)", async () => {
  const { registry, sent } = await aRegistry();
  const folder = aFolder("a");
  const [note] = folder.notes;
  const touch = registry.traced((...given: unknown[]) => given.length);
  await touch(note, folder, [note]);
  expect(sent).toHaveLength(1);
  expect(await registry.refs(folder.lineageId)).toMatchObject([{ name: "main" }]);
  expect(note && (await registry.refs(note.lineageId))).toEqual([]);
  if (note) note.text = "changed";
  await touch(note, folder);
  expect(note && (await registry.refs(note.lineageId))).toEqual([]);
  expect(folder.isModified).toBe(false);
});

test("of a cycle the member that is met first is the root, each is stored once (V29, V17)", async () => {
  const { registry, storage } = await aRegistry();
  const [a, b, outside] = ["a", "b", "outside"].map((label) => new Ring({ label }));
  if (!a || !b || !outside) throw new Error("three rings were made");
  a.next = b;
  b.next = a;
  const touch = registry.traced((...given: unknown[]) => given.length);
  await touch(b, a);
  const mains = async (...rings: readonly Ring[]) =>
    Promise.all(rings.map(async ({ lineageId }) => (await registry.refs(lineageId)).length));
  expect(await mains(a, b)).toEqual([0, 1]);
  outside.next = a;
  await touch(a, b, outside);
  expect(await mains(a, b, outside)).toEqual([0, 1, 1]);
  expect((await storage.status()).entityCount).toBe(3);
});

test("what a call took out of its arguments, and what it put into them, is stored too (V29, V30)", async () => {
  const { registry } = await aRegistry();
  const note = await registry.register(new Note({ text: "a" }));
  const pile: Note[] = [note];
  const swap = registry.traced((notes: Note[]) => {
    for (const taken of notes.splice(0)) taken.text = "taken";
    notes.push(new Note({ text: "put" }));
  });
  await swap(pile);
  expect([note, ...pile].map(({ isModified }) => isModified)).toEqual([false, false]);
});

test("a call that throws commits nothing that it changed, and its error comes through as it is (V31)", async () => {
  const { registry, sent } = await aRegistry();
  const folder = await registry.register(aFolder());
  const error = new Error("out of paper");
  const fails = (when: "at once" | "later") => (target: Folder) => {
    target.name = when;
    if (when === "at once") throw error;
    return Promise.reject(error);
  };
  for (const when of ["at once", "later"] as const) {
    const version = folder.ecsId;
    const calling = registry.traced(fails(when))(folder);
    expect(calling).toBeInstanceOf(Promise);
    await expect(calling).rejects.toBe(error);
    expect(folder.isModified).toBe(true);
    expect(folder.name).toBe(when);
    expect(when === "later" || folder.ecsId === version).toBe(true);
  }
  expect(sent.map(({ reason }) => reason)).toEqual([null, "before anonymous"]);
});

test("the result is returned as it is, its entities at their new versions (V32)", async () => {
  const { registry } = await aRegistry();
  const folder = await registry.register(aFolder());
  const [first] = [folder.ecsId];
  const result = { folder, when: new Date(5) };
  const touch = registry.traced(async (target: Folder) => {
    target.name = "touched";
    return result;
  });
  expect(await touch(folder)).toBe(result);
  expect(folder.parentId).toBe(first);
  expect(folder.isModified).toBe(false);
});

test("nested calls commit inside, and the outer one adds a version only for what is left (V30)", async () => {
  const { registry, sent } = await aRegistry();
  const folder = await registry.register(aFolder());
  const inner = registry.traced(
    (target: Folder) => {
      target.name = "inner";
    },
    { name: "inner" },
  );
  const outer = registry.traced(
    async (target: Folder, name: string | null) => {
      await inner(target);
      if (name !== null) target.name = name;
    },
    { name: "outer" },
  );
  await outer(folder, null);
  expect(sent.slice(1).map(({ reason }) => reason)).toEqual(["inner"]);
  folder.name = "by hand";
  await outer(folder, "outer");
  expect(sent.slice(2).map(({ reason }) => reason)).toEqual(["before outer", "inner", "outer"]);
});

test("overlapping calls on one entity share what is pending: the first commit takes it (V30)", async () => {
  const { registry, sent } = await aRegistry();
  const folder = await registry.register(aFolder());
  const gates = { started: (): void => undefined, release: (): void => undefined };
  const started = new Promise<void>((resolve) => (gates.started = resolve));
  const released = new Promise<void>((resolve) => (gates.release = resolve));
  const slow = registry.traced(
    async (target: Folder) => {
      target.append("notes", new Note({ text: "slow" }));
      gates.started();
      await released;
    },
    { name: "slow" },
  );
  const quick = registry.traced(
    (target: Folder) => {
      target.name = "quick";
    },
    { name: "quick" },
  );
  const slowly = slow(folder);
  await started;
  await quick(folder);
  gates.release();
  await slowly;
  expect(storedBy(sent.slice(1))).toEqual([
    ["before quick", ["Folder", "Note"]],
    ["quick", ["Folder"]],
  ]);
});

test("300 overlapping calls on one entity lose no change and make no branch (V30, V26)", async () => {
  const { registry, events } = await aRegistry();
  const folder = await registry.register(aFolder());
  const add = registry.traced(async (target: Folder, text: string) => {
    await Promise.resolve();
    target.append("notes", new Note({ text }));
  });
  await Promise.all(Array.from({ length: 300 }, (_, at) => add(folder, String(at))));
  expect(folder.isModified).toBe(false);
  const stored = await registry.head(Folder, folder.lineageId);
  expect(stored?.notes.map(({ text }) => Number(text)).sort((x, y) => x - y)).toEqual(
    Array.from({ length: 300 }, (_, at) => at),
  );
  expect(events.filter(({ type }) => type === "version.branched")).toEqual([]);
});

const severities = ["none", "critical", "normal", "verbose"] as const;
const tracedAt = {
  none: { none: false, critical: false, normal: false, verbose: false },
  critical: { none: false, critical: true, normal: false, verbose: false },
  normal: { none: false, critical: true, normal: true, verbose: false },
  verbose: { none: false, critical: true, normal: true, verbose: true },
} as const;

for (const level of severities) {
  for (const severity of severities) {
    const isTraced = tracedAt[level][severity];
    const outcome = isTraced ? "traced" : "called and nothing else";
    test(`at level ${level} a function of severity ${severity} is ${outcome} (V33, D26)`, async () => {
      const { registry: byRegistry } = await aRegistry({ traceSeverity: level });
      const { registry: byCall } = await aRegistry();
      byCall.setTraceSeverity(level);
      const { registry: byName } = await aRegistry({
        traceSeverity: level === "none" ? "verbose" : "none",
      });
      byName.setTraceSeverity(level, { name: "rename" });
      for (const registry of [byRegistry, byCall, byName]) {
        const folder = await registry.register(aFolder());
        const rename = registry.traced(
          (target: Folder) => {
            target.name = "renamed";
            return target;
          },
          { severity, name: "rename" },
        );
        expect(await rename(folder)).toBe(folder);
        expect(folder.isModified).toBe(!isTraced);
        expect(await registry.getLineageIds(folder.lineageId)).toHaveLength(isTraced ? 2 : 1);
      }
    });
  }
}

test("severity and level are normal unless said, and what is no level is refused (V33)", async () => {
  const { registry, storage } = await aRegistry();
  expect(registry.traceSeverity).toBe("normal");
  registry.setTraceSeverity("critical", { name: "one" });
  expect(registry.traceSeverity).toBe("normal");
  registry.setTraceSeverity("critical");
  expect(registry.traceSeverity).toBe("critical");
  const refusal = expect.objectContaining({ kind: "invalid_request" });
  const { setTraceSeverity, traced: trace } = untyped(registry);
  expect(() => setTraceSeverity?.call(registry, "loud")).toThrow(refusal);
  expect(() => trace?.call(registry, () => 1, { severity: "loud" })).toThrow(refusal);
  const options = { storage, traceSeverity: "loud" };
  expect(() => Reflect.construct(EntityRegistry, [options])).toThrow(refusal);
  expect(registry.traceSeverity).toBe("critical");
});

interface LogRecord {
  readonly level: string;
  readonly fields: LogFields;
  readonly message: string;
}

function aLogger(): { readonly logger: Logger; readonly records: LogRecord[] } {
  const records: LogRecord[] = [];
  const at = (level: string) => (fields: LogFields, message: string) => {
    records.push({ level, fields, message });
  };
  return {
    logger: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    records,
  };
}

async function loggedAt(traceSeverity: "normal" | "verbose") {
  const { logger, records } = aLogger();
  const { registry, sent } = await aRegistry({ logger, traceSeverity });
  const cover = new Note({ text: "CANARY-cover" });
  const folder = await registry.register(new Folder({ name: "CANARY-name", cover }));
  const idle = await registry.register(new Note({ text: "CANARY-idle" }));
  const edit = registry.traced(
    (target: Folder, other: Note) => {
      if (target.cover) target.cover.text = "CANARY-changed";
      target.append("notes", new Note({ text: "CANARY-new" }));
      return other.text.length;
    },
    { name: "edit" },
  );
  await edit(folder, idle);
  const of = (event: string) => records.filter(({ message }) => message === event);
  return { records, of, folder, cover, sent };
}

test("each new version is logged with its field names, never with content (V34, R:E4)", async () => {
  const { records, of, folder, cover } = await loggedAt("normal");
  const created = of("version.created").map(({ fields }) => fields);
  const [added] = folder.notes;
  expect(created).toHaveLength(3);
  expect(created).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        entityType: "Folder",
        ecsId: folder.ecsId,
        fields: "cover, notes",
      }),
      expect.objectContaining({ entityType: "Note", ecsId: cover.ecsId, fields: "text" }),
      expect.objectContaining({ entityType: "Note", ecsId: added?.ecsId, fields: "text" }),
    ]),
  );
  expect(new Set(created.map(({ operation }) => operation))).toEqual(new Set(["edit"]));
  expect(new Set(created.map(({ runId }) => runId)).size).toBe(1);
  expect(of("entity.seen")).toEqual([]);
  expect(JSON.stringify(records)).not.toContain("CANARY");
});

test("at verbose each entity that was seen is logged with its diff, and the versions are the same (V34)", async () => {
  const { records, of, folder, sent } = await loggedAt("verbose");
  const seen = of("entity.seen").map(({ fields }) => fields);
  const after = seen.filter(({ moment }) => moment === "after");
  expect(seen.filter(({ moment }) => moment === "before").map(({ diff }) => diff)).toEqual([
    "",
    "",
  ]);
  expect(after.map(({ entityType, diff, isNew }) => [entityType, diff, isNew])).toEqual([
    ["Folder", "notes[0→1]", false],
    ["Note", "", false],
    ["Note", "text", false],
    ["Note", "text", true],
  ]);
  expect(after[0]).toMatchObject({ operation: "edit", lineageId: folder.lineageId });
  expect(of("version.created")).toHaveLength(3);
  const { sent: atNormal } = await loggedAt("normal");
  expect(storedBy(sent)).toEqual(storedBy(atNormal));
  expect(JSON.stringify(records)).not.toContain("CANARY");
});

test("overlapping calls log each version once (V34)", async () => {
  const { logger, records } = aLogger();
  const { registry } = await aRegistry({ logger });
  const folder = await registry.register(aFolder());
  const rename = registry.traced(async (target: Folder, name: string) => {
    await Promise.resolve();
    target.name = name;
  });
  await Promise.all(["a", "b", "c"].map((name) => rename(folder, name)));
  const logged = records.filter(({ message }) => message === "version.created");
  const ids = logged.map(({ fields }) => fields["ecsId"]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength((await registry.getLineageIds(folder.lineageId)).length - 1);
});

class Desk {
  readonly registry: EntityRegistry;
  readonly folder = aFolder();

  constructor(registry: EntityRegistry) {
    this.registry = registry;
  }

  @traced
  async rename(name: string): Promise<Folder> {
    this.folder.name = name;
    return this.folder;
  }

  @traced({ severity: "verbose", name: "a look" })
  async look(): Promise<string> {
    this.folder.name += "!";
    return this.folder.name;
  }

  @traced
  async fail(): Promise<never> {
    throw new RangeError("no such drawer");
  }
}

test("a decorated method is traced by the registry of its object (V28)", async () => {
  const { registry, sent } = await aRegistry();
  const desk = new Desk(registry);
  expect(await desk.rename("letters")).toBe(desk.folder);
  expect(desk.rename.name).toBe("rename");
  expect(storedBy(sent)).toEqual([
    ["before rename", ["Folder"]],
    ["rename", ["Folder"]],
  ]);
  const { registry: other, sent: otherSent } = await aRegistry();
  await new Desk(other).rename("drafts");
  expect([sent.length, otherSent.length]).toEqual([2, 2]);
});

test("a decorated method has the severity and the name of its options (V33)", async () => {
  const { registry, sent } = await aRegistry();
  const desk = new Desk(registry);
  await registry.register(desk.folder);
  expect(await desk.look()).toBe("papers!");
  expect(sent).toHaveLength(1);
  registry.setTraceSeverity("verbose", { name: "a look" });
  expect(await desk.look()).toBe("papers!!");
  expect(sent.slice(1).map(({ reason }) => reason)).toEqual(["before a look", "a look"]);
  registry.setTraceSeverity("none", { name: "rename" });
  await desk.rename("unseen");
  expect(sent).toHaveLength(3);
});

test("a decorated method that throws rejects with its own error (V31)", async () => {
  const { registry } = await aRegistry();
  await expect(new Desk(registry).fail()).rejects.toThrow(RangeError);
});

test("@traced before something that is no method is refused by name (V28)", () => {
  const decorate = untyped({ traced })["traced"];
  const getter = { kind: "getter", name: "size" };
  expect(() => decorate?.(() => 1, getter)).toThrow(/the getter size/);
  const refusal = expect.objectContaining({ kind: "invalid_request" });
  expect(() => decorate?.(() => 1)).toThrow(refusal);
});

test("an entity of another registry may be read by a traced call, and not be changed (V20a)", async () => {
  const { registry } = await aRegistry();
  const { registry: other } = await aRegistry();
  const foreign = await other.register(new Note({ text: "theirs" }));
  const run = registry.traced((note: Note, text: string) => {
    note.text = text;
    return note;
  });
  expect(await run(foreign, "theirs")).toBe(foreign);
  await expect(run(foreign, "ours")).rejects.toMatchObject({ code: "foreign_entity" });
});

test("a run that the registry names is that of every batch of a traced call (V28a)", async () => {
  const { registry, sent } = await aRegistry({ runId: "run 7", actor: "ada" });
  const make = registry.traced(() => new Note({ text: "a" }), { name: "make" });
  await make();
  expect(sent).toMatchObject([{ runId: "run 7", actor: "ada", reason: "make" }]);
});
