import { produce, setAutoFreeze } from "immer";
import { create } from "mutative";
import { isDeepStrictEqual } from "node:util";
import {
  freezeNew,
  nodeAt,
  pathCopy,
  plainTree,
  randomPath,
  type PlainNode,
} from "./plain-tree.ts";
import type { TreeSubject } from "./tree-subject.ts";

/** Hand-written path copy, and the same with the new nodes frozen. */
export function floorSubjects(size: number): readonly [TreeSubject, TreeSubject] {
  return [
    subjectOf("path copy", plainTree(size), pathCopy),
    subjectOf("path copy + freeze", freezeNew(plainTree(size)), (root, path, value) =>
      freezeNew(pathCopy(root, path, value)),
    ),
  ];
}

/** What users would otherwise pick: immer, and mutative with and without freezing. */
export function peerSubjects(size: number): readonly TreeSubject[] {
  setAutoFreeze(true);
  return [
    subjectOf("immer", freezeNew(plainTree(size)), (root, path, value) =>
      produce(root, (draft) => {
        nodeAt(draft, path).value = value;
      }),
    ),
    subjectOf("mutative", plainTree(size), (root, path, value) =>
      create(root, (draft) => {
        nodeAt(draft, path).value = value;
      }),
    ),
    subjectOf("mutative + freeze", freezeNew(plainTree(size)), (root, path, value) =>
      create(
        root,
        (draft) => {
          nodeAt(draft, path).value = value;
        },
        { enableAutoFreeze: true },
      ),
    ),
  ];
}

/** The way without any structure: a clone kept aside, compared deeply and cloned again after each change. */
export function cloneSubject(size: number): TreeSubject {
  const warm = plainTree(size);
  let cold = structuredClone(warm);
  let leaf = warm;
  return {
    name: "clone + deep equal",
    pick: () => {
      leaf = nodeAt(warm, randomPath(warm));
    },
    change: (value) => {
      leaf.value = value;
      if (!isDeepStrictEqual(warm, cold)) cold = structuredClone(warm);
    },
    settle: () => Promise.resolve(),
    check: () => !isDeepStrictEqual(warm, cold),
  };
}

function subjectOf(
  name: string,
  start: PlainNode,
  next: (root: PlainNode, path: readonly number[], value: number) => PlainNode,
): TreeSubject {
  let root = start;
  let path: readonly number[] = [];
  return {
    name,
    pick: () => {
      path = randomPath(root);
    },
    change: (value) => {
      root = next(root, path, value);
    },
    settle: () => Promise.resolve(),
    check: null,
  };
}
