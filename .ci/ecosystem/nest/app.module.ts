// #region module
import { Module, type DynamicModule } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";
import { ENTRA, type Entra } from "./entra.js";
import { OrdersController } from "./orders.controller.js";
import { ProductAuthGuard } from "./product-auth.guard.js";
import { OrdersStrategy } from "./product-auth.strategy.js";

@Module({ controllers: [OrdersController] })
export class AppModule {
  static with(entra: Entra): DynamicModule {
    return {
      module: AppModule,
      providers: [
        { provide: ENTRA, useValue: entra },
        OrdersStrategy,
        { provide: APP_GUARD, useClass: ProductAuthGuard }, // guards every route of the application
      ],
    };
  }
}
// #endregion module
