// #region controller
import { Controller, Get, Post, Req } from "@nestjs/common";
import { accessOf } from "@product-auth/passport";
import type { Request } from "express";
import { Requires } from "./product-auth.guard.js";

@Controller()
export class OrdersController {
  @Get("health")
  @Requires("open")
  health() {
    return "ok";
  }

  @Get("orders")
  @Requires({ product: "starter" })
  list(@Req() request: Request) {
    return { for: accessOf(request).client?.id };
  }

  @Post("orders") // no rule: a credential for any product
  create(@Req() request: Request) {
    return { product: accessOf(request).product };
  }
}
// #endregion controller
