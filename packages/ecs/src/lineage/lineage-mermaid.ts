import { InvalidRequestError, shortId, type EcsId } from "@minference/protocol";
import type { EntityDiff, FieldDiff } from "../change/diff.ts";
import { drawnVersions } from "./drawn-versions.ts";
import { jsonExcerpt } from "./field-excerpt.ts";
import { isRoot } from "./is-root.ts";
import type { Lineage, LineageNode } from "./lineage.ts";

/** How a lineage is drawn. */
export interface MermaidOptions {
  /** Whether the text stands in a Markdown fence; `mermaid` unless said. */
  readonly fence?: "mermaid" | "none";
  /** Top to bottom unless said. */
  readonly direction?: "TD" | "LR";
  /** Most versions drawn, 200 unless said; the oldest ones after the roots are left out and counted. */
  readonly maxNodes?: number;
  /** True for a field whose values are not to be shown. */
  readonly redact?: (field: string) => boolean;
}

const shownFields = 3;
const hiddenValue = "•••";

/** Node that stands for the versions that are left out. */
const elided = "left";

/**
 * A lineage as Mermaid text (https://mermaid.js.org/syntax/flowchart.html).
 *
 * @throws {InvalidRequestError} `maxNodes` is no whole number from 1.
 */
export function lineageToMermaid(lineage: Lineage, options: MermaidOptions): string {
  const { fence = "mermaid", direction = "TD", maxNodes = 200 } = options;
  const isHidden = options.redact ?? (() => false);
  if (!Number.isSafeInteger(maxNodes) || maxNodes < 1) throw refusedSize(maxNodes);
  const { drawn, left } = drawnVersions(lineage, maxNodes);
  const lines = [
    `graph ${direction}`,
    ...(lineage.nodes.size === 0 ? [`  empty["no versions"]`] : []),
    ...nodeLines(lineage, drawn, isHidden),
    ...(left > 0 ? [`  ${elided}["… ${left} more versions"]`] : []),
    ...edgeLines(lineage, drawn, isHidden),
  ];
  const text = lines.join("\n");
  return fence === "none" ? text : `\`\`\`mermaid\n${text}\n\`\`\``;
}

type IsHidden = (field: string) => boolean;

function nodeLines(
  lineage: Lineage,
  drawn: readonly LineageNode[],
  isHidden: IsHidden,
): readonly string[] {
  const refs = new Map<EcsId, string[]>();
  for (const { tip, name } of lineage.refs) refs.set(tip, [...(refs.get(tip) ?? []), name]);
  return drawn.map((node) => {
    const label = nodeLabel(node, refs.get(node.ecsId) ?? [], isHidden);
    return `  ${nodeName(node.ecsId)}["${label}"]`;
  });
}

function edgeLines(
  lineage: Lineage,
  drawn: readonly LineageNode[],
  isHidden: IsHidden,
): readonly string[] {
  const ids = new Set(drawn.map(({ ecsId }) => ecsId));
  const fromRoots = drawn.filter(({ children }) => children.some((child) => !ids.has(child)));
  const edges = drawn.flatMap((node) => {
    if (isRoot(node) || node.parentId === null) return [];
    const start = ids.has(node.parentId) ? nodeName(node.parentId) : elided;
    const label = changesLabel(node.diff, isHidden);
    return [`  ${start} -->${label === "" ? "" : `|"${label}"|`} ${nodeName(node.ecsId)}`];
  });
  return [...fromRoots.map(({ ecsId }) => `  ${nodeName(ecsId)} --> ${elided}`), ...edges];
}

function nodeName(id: EcsId): string {
  return `v${id.replaceAll("-", "")}`;
}

function nodeLabel(node: LineageNode, refs: readonly string[], isHidden: IsHidden): string {
  const head = escaped([`${node.type} ${shortId(node.ecsId)}`, ...refs].join(" · "));
  if (!isRoot(node)) return `${head}<br/>(${Object.keys(node.diff).length} changes)`;
  const fields = node.fields.map(({ name, text }) =>
    escaped(`${name}: ${isHidden(name) ? hiddenValue : text}`),
  );
  return [head, ...firstFew(fields)].join("<br/>");
}

function changesLabel(diff: EntityDiff, isHidden: IsHidden): string {
  const changes = Object.entries(diff).map(([name, change]) =>
    escaped(changeText(name, change, isHidden(name))),
  );
  return firstFew(changes).join("<br/>");
}

function changeText(name: string, change: FieldDiff, hidden: boolean): string {
  switch (change.kind) {
    case "child":
      return `${name}*`;
    case "list":
    case "dict":
      return `${name}[${change.before}→${change.after}]`;
    case "modified":
      return hidden
        ? `${name}: ${hiddenValue}`
        : `${name}: ${jsonExcerpt(change.before)}→${jsonExcerpt(change.after)}`;
  }
}

function firstFew(parts: readonly string[]): readonly string[] {
  if (parts.length <= shownFields) return parts;
  return [...parts.slice(0, shownFields), `…(${parts.length - shownFields} more)`];
}

/** Mermaid's own escape: `#` and a character code. All but letters, digits and plain marks is written so. */
function escaped(text: string): string {
  return text.replace(
    /[^\p{L}\p{N} .,:…→•·*()[\]{}_-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}

function refusedSize(maxNodes: number): InvalidRequestError {
  return new InvalidRequestError({
    problem: `toMermaid was given maxNodes ${maxNodes}`,
    remedy: "Give a whole number from 1",
    path: "maxNodes",
  });
}
