/** Marks what stands before it for the provider's cache, for its shortest time (API reference, "Prompt caching"). */
export const cacheControl = { type: "ephemeral" } as const;
