// #region guard
import { STATUS_CODES, type ServerResponse } from "node:http";
import { HttpException, Inject, Injectable, type ExecutionContext } from "@nestjs/common";
import { Reflector } from "@nestjs/core";
import { AuthGuard } from "@nestjs/passport";
import type { RequestUnavailableError, Rule } from "@product-auth/passport";

export const Requires = Reflector.createDecorator<Rule | "open">();

@Injectable()
export class ProductAuthGuard extends AuthGuard("product-auth") {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    return this.ruleFor(context) === "open" || super.canActivate(context);
  }

  override getAuthenticateOptions(context: ExecutionContext) {
    const rule = this.ruleFor(context);
    return { session: false, ...(rule !== "open" && rule) }; // without a rule: a credential for any product
  }

  override handleRequest<Access>(
    error: Error | Partial<RequestUnavailableError> | null,
    access: Access | false,
    challenge: string | undefined,
    context: ExecutionContext,
    status = 401,
  ): Access {
    const response = context.switchToHttp().getResponse<ServerResponse>();
    if (error) {
      if ("headers" in error) response.setHeaders(new Headers(error.headers)); // 503: Retry-After
      throw error as Error;
    }
    if (access) return access;
    if (challenge !== undefined) response.setHeader("WWW-Authenticate", challenge);
    throw new HttpException({ statusCode: status, message: STATUS_CODES[status] }, status);
  }

  private ruleFor(context: ExecutionContext): Rule | "open" | undefined {
    return this.reflector.getAllAndOverride(Requires, [context.getHandler(), context.getClass()]);
  }
}
// #endregion guard
