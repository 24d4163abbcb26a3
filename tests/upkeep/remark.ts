import { defineEntity, id } from "@minference/ecs";
import { z } from "zod";

/** Lives and dies with the version of a knot that it is about. */
export class Remark extends defineEntity(
  "Remark",
  { text: z.string(), knotId: id("Knot") },
  { belongsTo: "knotId" },
) {}
