/** A comparison of a name of the called API, operation or product with a constant. */
export interface ComparedName {
  readonly subject: "api" | "operation" | "product";
  readonly property: "Id" | "Name" | "Path";
  readonly text: string;
}
