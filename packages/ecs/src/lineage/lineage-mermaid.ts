import { shortId, type EcsId, type JsonValue } from "@minference/protocol";
import type { StoredValue } from "@minference/storage";
import type { EntityDiff, FieldDiff } from "../change/diff.ts";
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
const shownCharacters = 20;

/** A lineage as Mermaid text (https://mermaid.js.org/syntax/flowchart.html). */
export function lineageToMermaid(lineage: Lineage, options: MermaidOptions): string {
  const isHidden = options.redact ?? (() => false);
  const { drawn, left } = drawnIds(lineage, options.maxNodes ?? 200);
  const lines = [`graph ${options.direction ?? "TD"}`];
  if (lineage.nodes.size === 0) lines.push(`  empty["no versions"]`);
  if (left > 0) lines.push(`  left["… ${left} more versions"]`);
  for (const node of lineage.nodes.values()) {
    if (!drawn.has(node.ecsId)) continue;
    lines.push(`  ${nodeName(node.ecsId)}["${nodeLabel(node, lineage, isHidden)}"]`);
  }
  for (const { from, to } of lineage.edges) {
    const node = lineage.nodes.get(to);
    if (node === undefined || !drawn.has(to)) continue;
    const label = changesLabel(node.diff, isHidden);
    const start = drawn.has(from) ? nodeName(from) : "left";
    lines.push(`  ${start} -->${label === "" ? "" : `|"${label}"|`} ${nodeName(to)}`);
  }
  const text = lines.join("\n");
  return options.fence === "none" ? text : `\`\`\`mermaid\n${text}\n\`\`\``;
}

function drawnIds(
  lineage: Lineage,
  maxNodes: number,
): { readonly drawn: ReadonlySet<EcsId>; readonly left: number } {
  const { sortedIds, roots } = lineage;
  if (sortedIds.length <= maxNodes) return { drawn: new Set(sortedIds), left: 0 };
  const newest = sortedIds.slice(-Math.max(1, maxNodes - roots.length));
  const drawn = new Set([...roots.slice(0, maxNodes), ...newest]);
  return { drawn, left: sortedIds.length - drawn.size };
}

function nodeName(id: EcsId): string {
  return `v${id.replaceAll("-", "")}`;
}

function nodeLabel(
  node: LineageNode,
  lineage: Lineage,
  isHidden: (field: string) => boolean,
): string {
  const refs = lineage.refs.filter((ref) => ref.tip === node.ecsId).map((ref) => ref.name);
  const head = escaped([`${node.type} ${shortId(node.ecsId)}`, ...refs].join(" · "));
  if (node.parentId !== null && !node.parentMissing) {
    return `${head}<br/>(${Object.keys(node.diff).length} changes)`;
  }
  const fields = Object.entries(node.snapshot.state).map(([name, value]) =>
    escaped(`${name}: ${isHidden(name) ? "•••" : storedText(value)}`),
  );
  return [head, ...firstFew(fields)].join("<br/>");
}

function changesLabel(diff: EntityDiff, isHidden: (field: string) => boolean): string {
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
      return hidden ? `${name}: •••` : `${name}: ${cut(change.before)}→${cut(change.after)}`;
  }
}

function firstFew(parts: readonly string[]): readonly string[] {
  if (parts.length <= shownFields) return parts;
  return [...parts.slice(0, shownFields), `…(${parts.length - shownFields} more)`];
}

function storedText(value: StoredValue): string {
  if ("list" in value) return `[${value.list.length}]`;
  if ("dict" in value) return `{${Object.keys(value.dict).length}}`;
  if ("ref" in value) return value.ref === null ? "null" : shortId(value.ref);
  return cut(value.json);
}

function cut(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const characters = Array.from(text);
  return characters.length <= shownCharacters
    ? text
    : `${characters.slice(0, shownCharacters).join("")}…`;
}

/** Mermaid's own escape: `#` and a character code. All but letters, digits and plain marks is written so. */
function escaped(text: string): string {
  return text.replace(
    /[^\p{L}\p{N} .,:…→•·*()[\]{}_-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
