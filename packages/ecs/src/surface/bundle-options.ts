/** Where a bundle is written to: a Node stream. It is not ended. */
export type BundleTarget = NodeJS.WritableStream;

/** Where a bundle is read from: a Node stream, or anything that gives its bytes or text in pieces. */
export type BundleSource = AsyncIterable<Uint8Array | string>;

/** What a bundle holds. */
export interface ExportOptions {
  /** `lineage`: every version of the entity, each with its tree; `version`, its stored one, unless said. */
  readonly versions?: "version" | "lineage";
}

/** What is taken from a bundle, and who says so. */
export interface ImportOptions {
  /** Most bytes of a document; 256 MiB unless said, 512 MiB at most. */
  readonly maxBytes?: number;
  /** That of the registry unless said. */
  readonly actor?: string;
  /** `import` unless said. */
  readonly reason?: string;
}

/** Which folder a file must lie in. */
export interface FileOptions {
  /** An absolute path of a folder; the file may lie in it or in its folders, nowhere else. */
  readonly root: string;
}
