// #region middleware
import { Controller, Get, Module, Req, type INestApplication, type MiddlewareConsumer } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { accessOf, productAuth } from "@product-auth/express";
import type { Request, Response } from "express";
import type { Entra } from "./entra.js";

@Controller("orders")
class OrdersController {
  @Get()
  list(@Req() request: Request) {
    return { for: accessOf(request).client?.id };
  }
}

export async function createApp(entra: Entra): Promise<INestApplication> {
  const auth = productAuth({
    ...entra,
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
  });

  @Module({ controllers: [OrdersController] })
  class AppModule {
    configure(consumer: MiddlewareConsumer) {
      consumer.apply(auth.requireProduct("starter")).forRoutes(OrdersController);
    }
    onModuleDestroy() {
      return auth.close();
    }
  }

  const app = await NestFactory.create(AppModule);
  app.use("/health", auth.open(), (_req: Request, res: Response) => res.send("ok"));
  app.use(auth); // every route requires a credential for a product
  return app;
}
// #endregion middleware
