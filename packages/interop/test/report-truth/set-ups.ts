import type { RouteReport } from "@product-auth/routes";
import Router15 from "@koa/router";
import express5 from "express";
import express4 from "express4";
import Router13 from "koa-router13";
import type { RequestListener } from "node:http";
import { onExpress } from "./on-express.js";
import { onFastify } from "./on-fastify.js";
import { onKoa } from "./on-koa.js";
import type { Dialect } from "./paths.js";
import type { Plan, Route } from "./plan.js";

/** An application, and what is said of it. */
export interface Built {
  readonly listener: RequestListener;
  readonly report: RouteReport;
  readonly close?: () => Promise<unknown>;
}

/** Makes an application of a plan; rejects where the framework does. `heard` is called by each handler that runs. */
export type Build = (plan: Plan, heard: (route: Route) => void) => Promise<Built>;

/** A router, and whose patterns it takes. */
export interface SetUp {
  readonly dialect: Dialect;
  readonly build: Build;
}

/** The routers that a report is made of. */
export const SET_UPS: Readonly<Record<string, SetUp>> = {
  "express 5": { dialect: "path-to-regexp 8", build: onExpress(express5) },
  "express 4": { dialect: "express 4", build: onExpress(express4) },
  "@koa/router 15": { dialect: "path-to-regexp 8", build: onKoa(Router15) },
  "@koa/router 13": { dialect: "path-to-regexp 6", build: onKoa(Router13) },
  fastify: { dialect: "fastify", build: onFastify },
};
