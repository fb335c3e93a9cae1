import type { TokenSource } from "../client/token-source.js";
import type { Application } from "../directory/application.js";
import type { Assignment, ServicePrincipal } from "../directory/service-principal.js";
import type { Wanted, WantedProduct } from "../wanted/wanted-of.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";

/** An application that the catalog asks for, and what the tenant has. */
export interface Planned<W extends WantedApplication = WantedApplication> {
  readonly wanted: W;
  /** `there`: ours. `adopt`: made by other means, and the operator adopts it. `deleted`: ours, in the bin. */
  readonly found: "absent" | "there" | "adopt" | "deleted";
  /** Undefined: absent. */
  readonly application?: Application;
  readonly servicePrincipal?: ServicePrincipal;
  /** For a product: who holds its roles. */
  readonly assignments: readonly Assignment[];
}

/** Something that is removed at the end of a run. */
export type Removal =
  | {
      readonly kind: "assignment";
      readonly at: string;
      readonly assignment: Assignment;
      readonly resourceId: string;
    }
  | {
      readonly kind: "application";
      readonly at: string;
      readonly application: Application;
      /** Made by other means: it is unmarked, not deleted. */
      readonly isAdopted: boolean;
      /** It is in the bin already: it is only purged. */
      readonly isDeleted: boolean;
      /** Ids in the bin that are purged with it. */
      readonly servicePrincipalId?: string;
    };

/** What `applyPlan` needs of a plan. */
export interface PlannedWork {
  readonly mode: "apply" | "destroy";
  readonly catalog: ProvisionCatalog;
  readonly wanted: Wanted;
  readonly products: readonly Planned<WantedProduct>[];
  readonly clients: readonly Planned[];
  readonly removals: readonly Removal[];
  readonly purge: boolean;
  /** The plan's token, so that the run asks for no other. */
  readonly tokens: TokenSource;
}
