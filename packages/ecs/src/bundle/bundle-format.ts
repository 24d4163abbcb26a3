import { maxJsonDepth } from "@minference/storage";

/** Name of the format of a document of versions (spec 2.7). */
export const bundleFormat = "minference-entity";

/** The newest version of the format that is written and read here. */
export const bundleFormatVersion = 1;

/** Deepest nesting of a document: the deepest JSON value, in a field, state, snapshot, list and document. */
export const maxBundleDepth = maxJsonDepth + 5;

/** Most values in one document: parsed, even the smallest take 16 bytes and more of memory each. */
export const maxBundleValues = 16 * 1024 * 1024;

/** Most bytes of a document unless the caller says otherwise: 256 MiB. */
export const usualMaxBytes = 256 * 1024 * 1024;
