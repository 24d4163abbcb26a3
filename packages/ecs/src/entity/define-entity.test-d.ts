import type { EcsId, LineageId } from "@minference/protocol";
import { z } from "zod";
import type { EntityRegistry } from "../registry/entity-registry.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import { id } from "../shape/id.ts";
import { json } from "../shape/json.ts";
import { list } from "../shape/list.ts";
import { now } from "../shape/now.ts";
import { ref } from "../shape/ref.ts";
import { defineEntity } from "./define-entity.ts";

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// a pair: one side names the type of the other
class Left extends defineEntity("Left", { right: ref(() => Right).nullable() }) {}
class Right extends defineEntity("Right", {
  left: ref((): EntityClass<Left> => Left).nullable(),
}) {}
class Tree extends defineEntity("Tree", { children: list((): EntityClass<Tree> => Tree) }) {}
class Text extends defineEntity("Text", { text: z.string() }) {}
class Picture extends defineEntity("Picture", { url: z.string() }) {}
class Album extends defineEntity("Album", {
  title: z.string(),
  cover: ref(() => [Text, Picture]),
  pages: list(() => [Text, Picture]),
  owner: id("Person").nullable(),
  madeAt: now(),
  meta: json(z.object({ tags: z.array(z.string()) })).default({ tags: [] }),
}) {}
class SignedAlbum extends defineEntity("SignedAlbum", { by: z.string() }, { extends: Album }) {}

declare const album: Album;
declare const signed: SignedAlbum;
declare const left: Left;
declare const tree: Tree;
declare const text: Text;
declare const registry: EntityRegistry;
declare const version: EcsId;
declare const lineage: LineageId;

/** Each of these types is exactly the one beside it (D28). */
export const proofs: readonly [
  Equal<typeof album.cover, Text | Picture>,
  Equal<typeof album.pages, readonly (Text | Picture)[]>,
  Equal<typeof album.owner, EcsId | null>,
  Equal<typeof album.madeAt, Date>,
  Equal<typeof left.right, Right | null>,
  Equal<typeof tree.children, readonly Tree[]>,
  Equal<typeof signed.title, string>,
  Equal<typeof signed.by, string>,
] = [true, true, true, true, true, true, true, true];

album.append("pages", text);
signed.append("pages", text);
album.copy({ title: "again" });
void registry.get(Album, version);

// @ts-expect-error a lineage id names no version
void registry.get(Album, lineage);
// @ts-expect-error only declared classes can be held
album.cover = album;
// @ts-expect-error a list field reads as a frozen array
export const pushing = album.pages.push;
// @ts-expect-error JSON is frozen at any depth
export const tagging = album.meta.tags.push;
// @ts-expect-error there is no such list field
album.append("title", text);
// @ts-expect-error an item must be of the field's classes
tree.append("children", text);
// @ts-expect-error a required field is missing
new Album({ cover: text });
// @ts-expect-error no such field
new Album({ title: "a", cover: text, colour: "red" });
// @ts-expect-error an id is given by the library
album.ecsId = version;

// an upgrade is typed by the shape that it starts from
const written = { name: z.string(), pages: list(() => [Text, Picture]), cover: ref(() => Text) };
const named = { title: z.string(), at: z.date() };
defineEntity("Book", named, {
  schemaVersion: 3,
  earlier: {
    1: {
      shape: written,
      upgrade: ({ name, cover, pages }) => {
        const ids: readonly EcsId[] = [cover, ...pages];
        return { title: name.trim(), at: new Date(ids.length) };
      },
    },
    2: {
      shape: named,
      upgrade: (fields) => ({ ...fields, at: new Date(fields.at.getTime() + 1) }),
    },
  },
});
const renamed = { shape: named, upgrade: (fields: { readonly name: string }) => ({ ...fields }) };
// @ts-expect-error the upgrade reads a field that the earlier shape has not
defineEntity("Book", named, { schemaVersion: 2, earlier: { 1: renamed } });
