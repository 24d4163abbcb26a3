import { defineEntity, type EntityContext } from "@minference/ecs";
import { z } from "zod";

const tokens = z.int().min(0);
const knownTokens = tokens.nullable().default(null);

/** Tokens of one turn as the provider counted them; a counter that it did not give is null. */
export class Usage extends defineEntity("Usage", {
  /** The model that answered, as the provider names it. */
  model: z.string(),
  /** Cached ones included. */
  promptTokens: tokens,
  completionTokens: tokens,
  totalTokens: tokens,
  cacheCreationInputTokens: knownTokens,
  cacheReadInputTokens: knownTokens,
  acceptedPredictionTokens: knownTokens,
  audioTokens: knownTokens,
  reasoningTokens: knownTokens,
  rejectedPredictionTokens: knownTokens,
  cachedTokens: knownTokens,
  /** Money, only where the provider itself reports it. */
  cost: z.number().min(0).nullable().default(null),
}) {
  /** Prompt tokens that came from the provider's cache. */
  get cacheHitTokens(): number {
    return this.cachedTokens ?? this.cacheReadInputTokens ?? 0;
  }

  /** The sum of usages, its model the names of all models; null of none. A counter that none has stays null. */
  static sum(usages: readonly Usage[], context?: Partial<EntityContext>): Usage | null {
    if (usages.length === 0) return null;
    const total = (count: (usage: Usage) => number): number =>
      usages.reduce((sum, usage) => sum + count(usage), 0);
    const known = (count: (usage: Usage) => number | null): number | null =>
      usages.every((usage) => count(usage) === null) ? null : total((usage) => count(usage) ?? 0);
    return new Usage(
      {
        model: [...new Set(usages.map((usage) => usage.model))].join(", "),
        promptTokens: total((usage) => usage.promptTokens),
        completionTokens: total((usage) => usage.completionTokens),
        totalTokens: total((usage) => usage.totalTokens),
        cacheCreationInputTokens: known((usage) => usage.cacheCreationInputTokens),
        cacheReadInputTokens: known((usage) => usage.cacheReadInputTokens),
        acceptedPredictionTokens: known((usage) => usage.acceptedPredictionTokens),
        audioTokens: known((usage) => usage.audioTokens),
        reasoningTokens: known((usage) => usage.reasoningTokens),
        rejectedPredictionTokens: known((usage) => usage.rejectedPredictionTokens),
        cachedTokens: known((usage) => usage.cachedTokens),
        cost: known((usage) => usage.cost),
      },
      context,
    );
  }
}
