/** The folder of an import cannot be read or written. */
export class FolderError extends Error {
  override readonly name: string = "FolderError";
  readonly code = "PRODUCT_AUTH_IMPORT_FOLDER";
}

/** Files in the folder were edited, or were not written by this command; replacing them needs `force`. */
export class EditedFilesError extends FolderError {
  override readonly name = "EditedFilesError";
  /** Names of the files, sorted. */
  readonly files: readonly string[];

  constructor(files: readonly string[]) {
    const [one] = files;
    super(
      files.length === 1
        ? `${one} was edited, or was not written by this command`
        : `${files.join(", ")} were edited, or were not written by this command`,
    );
    this.files = Object.freeze([...files]);
  }
}
