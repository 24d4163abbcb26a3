import type { EcsId, LineageId } from "@minference/protocol";
import { dependencyGraph } from "./dependency-graph.ts";
import type { Entity } from "./entity.ts";

declare const entity: Entity;
declare const lineage: LineageId;

const graph = dependencyGraph(entity, entity);

/** What the answers are. */
export const found: Entity | null = graph.find(entity.ecsId);
export const cycles: readonly (readonly EcsId[])[] = graph.cycles();

// @ts-expect-error an entity of the graph is named by its version
graph.find(lineage);
// @ts-expect-error there may be none
export const certain: Entity = graph.find(entity.ecsId);
// @ts-expect-error a graph is made of entities, not of ids
dependencyGraph(entity.ecsId);
// @ts-expect-error what is given back cannot be changed
export const pushing = graph.roots().push;
