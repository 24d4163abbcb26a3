import assert from "node:assert/strict";
import { assertRefused } from "../assert-refused.ts";
import { assertSame } from "../assert-same.ts";
import { assertAbsent, assertRefs } from "../assert-stored.ts";
import type { CaseOfLaw } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

const badNames = ["", "a".repeat(101), "line\nbreak", "nul\0", "\u007f", "\u0085", "half \ud83d"];

/** Refs set outside of any commit, and what a ref may be called. */
export const setRefs: readonly CaseOfLaw[] = [
  {
    law: "L14",
    name: "setRef makes a ref, moves it anywhere in its lineage and deletes it",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = await storedChild(scene, root);
      const steps = [next.ecsId, root.ecsId, next.ecsId];
      for (const to of steps) {
        await storage.setRef(author.setRef(root.lineageId, { name: "best", to }));
        await assertRefs(storage, root, { main: next.ecsId, best: to });
      }
      await storage.setRef(author.setRef(root.lineageId, { name: "best", to: null }));
      await assertRefs(storage, root, { main: next.ecsId });
    },
  },
  {
    law: "L14",
    name: "setRef with an expected tip moves the ref from that tip only",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const next = await storedChild(scene, root);
      const back = { name: "main", to: root.ecsId };
      const stale = author.setRef(root.lineageId, { ...back, expect: root.ecsId });
      await assertRefused(storage.setRef(stale), "version_conflict");
      const none = author.setRef(root.lineageId, { ...back, expect: null });
      await assertRefused(storage.setRef(none), "version_conflict");
      await assertRefs(storage, root, { main: next.ecsId });
      await storage.setRef(author.setRef(root.lineageId, { ...back, expect: next.ecsId }));
      await assertRefs(storage, root, { main: root.ecsId });
    },
  },
  {
    law: "L14",
    name: "setRef that expects no ref makes one, and deletes only the tip that it expects",
    run: async (scene) => {
      const { storage, author } = scene;
      const { lineageId, ecsId, ...root } = await storedRoot(scene);
      await storage.setRef(author.setRef(lineageId, { name: "new", to: ecsId, expect: null }));
      const wrong = author.setRef(lineageId, { name: "new", to: null, expect: author.id() });
      await assertRefused(storage.setRef(wrong), "version_conflict");
      await assertRefs(storage, { lineageId, ecsId, ...root }, { main: ecsId, new: ecsId });
    },
  },
  {
    law: "L14",
    name: "setRef to a version that is nowhere, or of another lineage, is refused",
    run: async (scene) => {
      const { storage, author } = scene;
      const [root, other] = [await storedRoot(scene), await storedRoot(scene)];
      for (const to of [author.id(), other.ecsId]) {
        const change = author.setRef(root.lineageId, { name: "main", to });
        await assertRefused(storage.setRef(change), "dangling_reference");
      }
      await assertRefs(storage, root, { main: root.ecsId });
    },
  },
  {
    law: "L14",
    name: "setRef given again changes nothing, though the ref moved on",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const change = author.setRef(root.lineageId, { name: "best", to: root.ecsId, expect: null });
      await storage.setRef(change);
      const next = await storedChild(scene, root, { name: "best" });
      await storage.setRef(change);
      await assertRefs(storage, root, { main: root.ecsId, best: next.ecsId });
      assert.equal((await storage.refLog(root.lineageId, "best")).length, 2);
    },
  },
  {
    law: "L14",
    name: "setRef to where the ref is, and the deletion of no ref, leave no entry",
    run: async (scene) => {
      const { storage, author } = scene;
      const { lineageId, ecsId } = await storedRoot(scene);
      await storage.setRef(author.setRef(lineageId, { name: "main", to: ecsId }));
      await storage.setRef(author.setRef(lineageId, { name: "gone", to: null }));
      assert.equal((await storage.refLog(lineageId, "main")).length, 1);
      assert.equal((await storage.refLog(lineageId, "gone")).length, 0);
    },
  },
  {
    law: "L14",
    name: "a lineage without refs gets one by setRef",
    run: async ({ storage, author }) => {
      const part = author.version();
      await storage.commit(author.batch({ versions: [part] }));
      await storage.setRef(author.setRef(part.lineageId, { name: "main", to: part.ecsId }));
      await assertRefs(storage, part, { main: part.ecsId });
    },
  },
  {
    law: "L15",
    name: "a ref may be called anything of 1 to 100 characters",
    run: async (scene) => {
      const { storage, author } = scene;
      const { lineageId, ecsId: to, ...root } = await storedRoot(scene);
      const names = [
        "b",
        "a".repeat(100),
        "😀".repeat(100),
        "it's; drop table x--",
        "__proto__",
        "Main",
        " ä ",
      ];
      for (const name of names) await storage.setRef(author.setRef(lineageId, { name, to }));
      const tips = Object.fromEntries([...names, "main"].map((name) => [name, to]));
      await assertRefs(storage, { lineageId, ecsId: to, ...root }, tips);
    },
  },
  {
    law: "L15",
    name: "setRef with a name that is empty, too long or has control characters is refused",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      for (const name of badNames) {
        const change = author.setRef(root.lineageId, { name, to: root.ecsId });
        await assertRefused(storage.setRef(change), "invalid_request");
      }
      await assertRefs(storage, root, { main: root.ecsId });
    },
  },
  {
    law: "L15",
    name: "a batch that moves a ref of such a name stores nothing",
    run: async ({ storage, author }) => {
      for (const name of badNames) {
        const root = author.version();
        const batch = author.batch({ versions: [root], moves: [author.move(root, { name })] });
        await assertRefused(storage.commit(batch), "invalid_request");
        await assertAbsent(storage, root);
      }
    },
  },
  {
    law: "L15",
    name: "main cannot be deleted, whatever is expected",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      for (const expect of ["any", root.ecsId] as const) {
        const change = author.setRef(root.lineageId, { name: "main", to: null, expect });
        await assertRefused(storage.setRef(change), "invalid_request");
      }
      await assertRefs(storage, root, { main: root.ecsId });
    },
  },
  {
    law: "L17",
    name: "refs are listed by name, then by lineage, each lineage once, unknown ones not at all",
    run: async (scene) => {
      const { storage, author } = scene;
      const [a, b, silent] = [await storedRoot(scene), await storedRoot(scene), author.version()];
      await storage.commit(author.batch({ versions: [silent] }));
      for (const name of ["zeta", "alpha"]) {
        await storage.setRef(author.setRef(a.lineageId, { name, to: a.ecsId }));
      }
      const asked = [b, a, b, silent, author.version()].map(({ lineageId }) => lineageId);
      assertSame(await storage.refs(asked), [
        { lineageId: a.lineageId, name: "alpha", tip: a.ecsId },
        { lineageId: a.lineageId, name: "main", tip: a.ecsId },
        { lineageId: b.lineageId, name: "main", tip: b.ecsId },
        { lineageId: a.lineageId, name: "zeta", tip: a.ecsId },
      ]);
      assertSame(await storage.refs([]), []);
    },
  },
];
