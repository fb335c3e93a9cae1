import type { PlaceName } from "../writing/places.js";
import type { ExportFinding, ExportFindingCode } from "./export-finding-codes.js";
import type { CatalogPlace } from "./place.js";

/** Findings of an export, and the places that it closes because a rule of theirs cannot be expressed. */
export class Losses {
  readonly #findings: ExportFinding[] = [];
  readonly #closed = new Set<PlaceName>();

  /** A rule that the gateway cannot enforce: calls of its place are refused. */
  lost(code: ExportFindingCode, place: CatalogPlace, path: string, text: string): void {
    this.#closed.add(place.name);
    this.#findings.push({ severity: "lost", code, at: path, text });
  }

  differs(code: ExportFindingCode, path: string, text: string): void {
    this.#findings.push({ severity: "difference", code, at: path, text });
  }

  isClosed({ name }: CatalogPlace): boolean {
    return this.#closed.has(name);
  }

  get findings(): readonly ExportFinding[] {
    return this.#findings;
  }
}
