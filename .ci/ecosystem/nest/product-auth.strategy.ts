// #region strategy
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import { PassportStrategy } from "@nestjs/passport";
import { ProductAuthStrategy } from "@product-auth/passport";
import { ENTRA, type Entra } from "./entra.js";

@Injectable()
export class OrdersStrategy extends PassportStrategy(ProductAuthStrategy) implements OnModuleDestroy {
  constructor(@Inject(ENTRA) entra: Entra) {
    super({
      ...entra,
      products: {
        starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
      },
    });
  }

  onModuleDestroy() {
    return this.close();
  }
}
// #endregion strategy
