/** One step of a database's shape, applied once, forward only. Its SQL never changes after a release. */
export interface Migration {
  /** Unique over the package, its subpaths too. */
  readonly version: number;
  readonly statements: readonly string[];
}

/** The newest migration that this release knows, those of `/threads` included. */
export const newestSchemaVersion = 2;
