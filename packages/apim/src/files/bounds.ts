interface Bounds {
  readonly fileBytes: number;
  readonly allBytes: number;
  /** Files and folders. */
  readonly files: number;
  /** Folders inside folders. */
  readonly depth: number;
}

/** What an import reads at most. Beyond it nothing is imported. */
export const BOUNDS: Bounds = {
  fileBytes: 64 * 1024 * 1024,
  allBytes: 512 * 1024 * 1024,
  files: 50_000,
  depth: 32,
};
