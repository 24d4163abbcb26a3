import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { backends } from "./backends.ts";
import { contents, exported, imported, Leaf } from "./bundles/leaf-tree.ts";

test.each(backends)(
  "a lineage with erased versions is imported as it is, and erased content never again, on $name (V42, L5)",
  async (backend) => {
    const place = await backend.place();
    await using target = await place.open();
    await using source = await openMemoryStorage();
    const registry = new EntityRegistry({ storage: source });
    const root = await registry.register(
      new Leaf({ text: "first", items: [new Leaf({ text: "x" })] }),
    );
    const first = root.ecsId;
    root.text = "second";
    await registry.register(root);
    const whole = await exported(registry, root);
    await registry.erase({ ecsIds: [first] }, { reason: "asked for it" });
    const erased = await exported(registry, root);
    await imported(target, erased);
    expect(await contents(target, root)).toEqual(await contents(source, root));
    const before = await target.status();
    await imported(target, whole);
    expect(await contents(target, root)).toEqual(await contents(source, root));
    expect(await target.status()).toEqual(before);
    expect(await target.verify()).toEqual([]);
    await target.close();
    await place.remove();
  },
);

test.each(backends)(
  "two imports of one document at the same time store it once, on $name (L4, L31)",
  async (backend) => {
    const place = await backend.place();
    await using target = await place.open();
    await using source = await openMemoryStorage();
    const registry = new EntityRegistry({ storage: source });
    const root = await registry.register(new Leaf({ text: "r", items: [new Leaf({ text: "x" })] }));
    const document = await exported(registry, root);
    await Promise.all([1, 2, 3].map(() => imported(target, document)));
    expect(await contents(target, root)).toEqual(await contents(source, root));
    expect(await target.refs([root.lineageId])).toEqual(await source.refs([root.lineageId]));
    await target.close();
    await place.remove();
  },
);
