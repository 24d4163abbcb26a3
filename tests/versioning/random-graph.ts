import fc from "fast-check";
import { Knot } from "./knot.ts";

/** One edge of a graph, between knots by number. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly by: "next" | "kids" | "named";
}

/** A graph to be made; knot 0 is its root. */
export interface GraphPlan {
  readonly knots: number;
  readonly edges: readonly Edge[];
}

const by = fc.constantFrom<Edge["by"]>("next", "kids", "kids", "named");

/** Trees of up to `most` knots: every knot but the root has one owner, made before it. */
export function treePlans(most: number): fc.Arbitrary<GraphPlan> {
  const owner = fc.record({ share: fc.double({ min: 0, max: 0.999, noNaN: true }), by });
  return fc.array(owner, { maxLength: most - 1 }).map((owners) => {
    const edges = owners.map(({ share, by: field }, index): Edge => {
      const from = Math.floor(share * (index + 1));
      // a ref holds one knot, so the second one in it would take the first out of the tree
      return { from, to: index + 1, by: field === "next" ? "kids" : field };
    });
    return { knots: owners.length + 1, edges };
  });
}

/** Graphs of up to `most` knots with any edges: cycles, self-references, diamonds, what is not reached at all. */
export function graphPlans(most: number): fc.Arbitrary<GraphPlan> {
  return fc.integer({ min: 1, max: most }).chain((knots) => {
    const one = fc.nat(knots - 1);
    const edge = fc.record({ from: one, to: one, by });
    return fc.array(edge, { maxLength: 3 * knots }).map((edges) => ({ knots, edges }));
  });
}

/** The knots of a plan, each labelled with its number. */
export function makeGraph(plan: GraphPlan): readonly [Knot, ...Knot[]] {
  const root = new Knot({ label: "0" });
  const others = Array.from(
    { length: plan.knots - 1 },
    (_, index) => new Knot({ label: String(index + 1) }),
  );
  const knots: readonly [Knot, ...Knot[]] = [root, ...others];
  for (const edge of plan.edges) {
    const [from, to] = [knots[edge.from] ?? root, knots[edge.to] ?? root];
    if (edge.by === "next") from.next = to;
    else if (edge.by === "kids") from.append("kids", to);
    else from.named = { ...from.named, [`k${edge.to}`]: to };
  }
  return knots;
}
