import type { ProductLink } from "@product-auth/core/clients";
import { own, ownList, ownText } from "../client/own.js";
import type { DirectoryReader } from "../directory/reads.js";
import type { Assignment } from "../directory/service-principal.js";
import type { Diagnosis } from "../findings/diagnosis.js";
import { diagnosis } from "../findings/finding-kinds.js";
import { applicationIdIn } from "../wanted/wanted-of.js";

/** What the tenant has of a product. */
export interface ProductState {
  readonly findings: readonly Diagnosis[];
  /** Undefined: there is no such role. */
  readonly roleId?: string;
  readonly assignments: readonly Assignment[];
}

/** Reads each product once, however many applications are linked to it. */
export class ProductReader {
  readonly #reader: DirectoryReader;
  readonly #known = new Map<string, Promise<ProductState>>();

  constructor(reader: DirectoryReader) {
    this.#reader = reader;
  }

  of(product: ProductLink): Promise<ProductState> {
    const key = JSON.stringify([product.audience, product.role]);
    const known = this.#known.get(key) ?? this.#read(product);
    this.#known.set(key, known);
    return known;
  }

  async #read({ name, audience, role }: ProductLink): Promise<ProductState> {
    const at = `products.${name}`;
    const id = applicationIdIn(audience);
    const application =
      id === undefined
        ? (await this.#reader.byIdentifierUri(audience, at))[0]
        : await this.#reader.byAppId(id, { at });
    if (application === undefined)
      return wrong(
        diagnosis("P10", at, { message: `the tenant has no application with the audience ${audience}` }),
      );
    const principal = await this.#reader.servicePrincipal(application.appId, { at });
    if (principal === undefined) return wrong(diagnosis("P20", at));
    const findings: Diagnosis[] = principal.accountEnabled
      ? []
      : [
          diagnosis("P21", at, {
            message: `the service principal of ${application.appId} is disabled: Entra ID issues no tokens`,
          }),
        ];
    const roles = application.appRoles.filter((one) => ownText(one, "value") === role);
    const usable = roles.find(
      (one) => own(one, "isEnabled") === true && ownList(one, "allowedMemberTypes").includes("Application"),
    );
    const roleId = ownText(usable, "id")?.toLowerCase();
    if (roleId === undefined) {
      const state = roles.length === 0 ? "is missing" : "is disabled or for users only";
      findings.push(diagnosis("P16", at, { message: `the app role ${role} ${state}` }));
      return { findings, assignments: [] };
    }
    return { findings, roleId, assignments: await this.#reader.assignmentsTo(principal.id, at) };
  }
}

const wrong = (finding: Diagnosis): ProductState => ({ findings: [finding], assignments: [] });
