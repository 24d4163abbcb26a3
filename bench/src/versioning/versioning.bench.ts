import type { Figure } from "../report/figure.ts";
import { constructFigures } from "./construct.ts";
import { heapFigures } from "./heap-of-entity.ts";
import { leafFigures } from "./leaf-change.ts";
import { listFigures } from "./list-append.ts";
import { loadFigures } from "./load-tree.ts";
import { registerFigures } from "./register-new.ts";

/** What versioning costs in memory, beside hand-written floors and what users would otherwise pick. */
export async function versioningBench(): Promise<readonly Figure[]> {
  return [
    ...(await heapFigures()),
    ...(await constructFigures()),
    ...(await loadFigures()),
    ...(await registerFigures()),
    ...(await listFigures()),
    ...(await leafFigures()),
  ];
}
