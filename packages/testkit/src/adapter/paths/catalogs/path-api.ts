/** An API and where it lies. */
export interface PathApi {
  readonly name: string;
  /** As declared, decoded. */
  readonly path: string;
  readonly products: readonly ("starter" | "gold" | "free")[];
  /** `GET /{id}` and so on; undefined: everything below the path. */
  readonly operations?: readonly string[] | undefined;
}
