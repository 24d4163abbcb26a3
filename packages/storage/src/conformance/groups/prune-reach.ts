import { aPrune } from "../a-prune.ts";
import { assertSame } from "../assert-same.ts";
import { assertAbsent, assertKept, assertRefs } from "../assert-stored.ts";
import type { Draft } from "../author.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** What a prune keeps, and what it takes. */
export const pruneReach: readonly CaseOfLaw[] = [
  {
    law: "L36",
    name: "a branch whose ref was deleted goes, and what it shares with main stays",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      const main = await storedChild(scene, root);
      const fork = await storedChild(scene, root, { name: "best", expect: null });
      const tip = await storedChild(scene, fork, { name: "best" });
      await storage.prune(aPrune());
      await assertKept(storage, author, [root, main, fork, tip]);
      await storage.setRef(author.setRef(root.lineageId, { name: "best", to: null }));
      await storage.prune(aPrune());
      await assertKept(storage, author, [root, main]);
      await assertAbsent(storage, fork, tip);
      await assertRefs(storage, root, { main: main.ecsId });
    },
  },
  {
    law: "L36",
    name: "what a tip names through refs, lists and dicts at any depth stays; what no tip names goes",
    run: async (scene) => {
      const { storage, author } = scene;
      const leaf = author.version();
      const [byRef, byList, byDict] = [
        author.version({ refs: { to: leaf.ecsId } }),
        author.version({ lists: { items: { append: [leaf.ecsId] } } }),
        author.version({ dicts: { named: { leaf: leaf.ecsId } } }),
      ];
      const root = author.version({
        refs: { none: null, to: byRef.ecsId },
        lists: { items: { append: [byList.ecsId] } },
        dicts: { named: { it: byDict.ecsId } },
      });
      const loose = author.version({ refs: { to: leaf.ecsId } });
      const kept = [leaf, byRef, byList, byDict, root];
      const moves = [author.move(root)];
      await storage.commit(author.batch({ versions: [...kept, loose], moves }));
      await storage.prune(aPrune());
      await assertKept(storage, author, kept);
      await assertAbsent(storage, loose);
    },
  },
  {
    law: "L36",
    name: "a circle stays while something reaches it, and goes whole when nothing does",
    run: async (scene) => {
      const { storage, author } = scene;
      const [left, right, self] = [circle(scene), circle(scene), author.id()];
      const alone = author.version({ id: self, refs: { to: self } });
      const root = author.version({ refs: { to: left[0]?.ecsId ?? null } });
      const versions = [...left, ...right, alone, root];
      await storage.commit(author.batch({ versions, moves: [author.move(root)] }));
      await storage.prune(aPrune());
      await assertKept(storage, author, [...left, root]);
      await assertAbsent(storage, ...right, alone);
    },
  },
  {
    law: "L36",
    name: "a tip keeps all its parents, 2,000 of them",
    run: async ({ storage, author }) => {
      const versions = [author.version()];
      for (let n = 1; n < 2000; n += 1) {
        const parent = versions.at(-1);
        versions.push(author.version({ ...(parent && { parent }), json: { n } }));
      }
      const tip = versions.at(-1) ?? author.version();
      const stray = author.version();
      for (let at = 0; at < versions.length; at += 500) {
        await storage.commit(author.batch({ versions: versions.slice(at, at + 500) }));
      }
      const moves = [author.move(tip, { expect: null })];
      await storage.commit(author.batch({ versions: [stray], moves }));
      const { idsByType } = await storage.prune(aPrune());
      assertSame(idsByType, { Note: [stray.ecsId] });
      assertSame((await storage.lineageRows(tip.lineageId)).length, 2000);
    },
  },
  {
    law: "L36",
    name: "an id field of its type keeps what it names; other JSON with an id does not",
    run: async (scene) => {
      const { storage, author } = scene;
      const [named, deep] = [author.version(), author.version()];
      const [plain, other] = [author.version(), author.version()];
      const between = author.version({ type: "Answer", json: { answers: deep.ecsId } });
      const root = author.version({
        type: "Question",
        json: { about: named.ecsId, next: between.ecsId, none: null, plain: plain.ecsId },
      });
      const elsewhere = author.version({ type: "Note", json: { about: other.ecsId } });
      const moves = [author.move(root), author.move(elsewhere)];
      const versions = [named, deep, plain, other, between, root, elsewhere];
      await storage.commit(author.batch({ versions, moves }));
      const idFields = { Question: ["about", "next", "none", "absent"], Answer: ["answers"] };
      await storage.prune(aPrune({ idFields }));
      await assertKept(storage, author, [named, deep, between, root, elsewhere]);
      await assertAbsent(storage, plain, other);
    },
  },
  {
    law: "L36",
    name: "an id field that names nothing stored, or holds no id, keeps nothing",
    run: async (scene) => {
      const { storage, author } = scene;
      const json = { gone: author.id(), text: "no id", list: [author.id()], none: null };
      const root = await storedRoot(scene, { json });
      await storage.prune(aPrune({ idFields: { Note: ["gone", "text", "list", "none"] } }));
      await assertKept(storage, author, [root]);
    },
  },
  {
    law: "L36",
    name: "what belongs to a kept version stays with all that it holds; what belongs to a deleted one goes",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene, { type: "Thread" });
      const branch = await storedChild(scene, root, { name: "best", expect: null });
      const kept = belongings(scene, root);
      const gone = belongings(scene, branch);
      await storage.commit(author.batch({ versions: [...kept, ...gone] }));
      const { lineageId } = root;
      await storage.setRef(author.setRef(lineageId, { name: "best", to: null }));
      await storage.prune(aPrune(belonging));
      await assertKept(storage, author, [root, ...kept]);
      await assertAbsent(storage, branch, ...gone);
    },
  },
  {
    law: "L36",
    name: "what belongs to a version keeps that version when it is reached itself",
    run: async (scene) => {
      const { storage, author } = scene;
      const owner = author.version({ type: "Thread" });
      const chain = belongings(scene, owner);
      await storage.commit(author.batch({ versions: [owner, ...chain] }));
      const last = chain.at(-1)?.ecsId ?? author.id();
      await storage.prune(aPrune({ ...belonging, alsoKeep: [last] }));
      await assertKept(storage, author, [owner, ...chain]);
    },
  },
  {
    law: "L36",
    name: "alsoKeep keeps a version and what it reaches; an id that is not stored does nothing",
    run: async (scene) => {
      const { storage, author } = scene;
      const part = author.version();
      const [asked, loose] = [author.version({ refs: { part: part.ecsId } }), author.version()];
      await storage.commit(author.batch({ versions: [part, asked, loose] }));
      await storage.prune(aPrune({ alsoKeep: [author.id(), asked.ecsId, asked.ecsId] }));
      await assertKept(storage, author, [part, asked]);
      await assertAbsent(storage, loose);
    },
  },
  {
    law: "L36",
    name: "types and fields of any name are reached as they are written",
    run: async (scene) => {
      const { storage, author } = scene;
      const names = ["__proto__", "constructor", "toString", "a'b"];
      const targets = author.items(names.length);
      const roots = names.map((type, at) => {
        const json = Object.fromEntries([[type, targets[at]?.ecsId ?? null]]);
        return author.version({ type, json });
      });
      const moves = roots.map((root) => author.move(root));
      await storage.commit(author.batch({ versions: [...targets, ...roots], moves }));
      const idFields = Object.fromEntries(names.slice(0, 3).map((name) => [name, [name]]));
      await storage.prune(aPrune({ idFields }));
      await assertKept(storage, author, [...roots, ...targets.slice(0, 3)]);
      await assertAbsent(storage, ...targets.slice(3));
    },
  },
  {
    law: "L36",
    name: "an erased version reaches what it reached before",
    run: async (scene) => {
      const { storage, author } = scene;
      const [held, named] = [author.version(), author.version()];
      const json = { to: named.ecsId, text: "said" };
      const root = author.version({ refs: { held: held.ecsId }, json });
      const moves = [author.move(root)];
      await storage.commit(author.batch({ versions: [held, named, root], moves }));
      await storage.erase(author.erase([{ ecsId: root.ecsId, json: { text: "" } }]));
      await storage.prune(aPrune({ idFields: { Note: ["to"] } }));
      await assertKept(storage, author, [held, named, root]);
    },
  },
  {
    law: "L36",
    name: "without refs everything goes",
    run: async (scene) => {
      const { storage, author } = scene;
      const versions = [...author.items(5), ...circle(scene)];
      await storage.commit(author.batch({ versions }));
      await storage.prune(aPrune());
      await assertAbsent(storage, ...versions);
      assertSame((await storage.status()).entityCount, 0);
    },
  },
];

/** Sent is of its thread, parsed of what was sent, and each holds a part of its own. */
const belonging = {
  idFields: { Sent: ["of"], Parsed: ["of"] },
  belongsTo: { Sent: "of", Parsed: "of" },
};

function belongings({ author }: Scene, owner: Draft): Draft[] {
  const parts = author.items(2);
  const [one, two] = parts.map(({ ecsId }) => ({ part: ecsId }));
  const sent = author.version({ type: "Sent", json: { of: owner.ecsId }, refs: one ?? {} });
  const parsed = author.version({ type: "Parsed", json: { of: sent.ecsId }, refs: two ?? {} });
  return [...parts, sent, parsed];
}

function circle({ author }: Scene): Draft[] {
  const ids = [author.id(), author.id(), author.id()];
  return ids.map((id, at) => author.version({ id, refs: { next: ids[(at + 1) % 3] ?? null } }));
}
