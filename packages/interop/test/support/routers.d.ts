// Older versions under aliases. The types of the current ones describe every part of them that is used here.
declare module "express4" {
  import express from "express";
  export default express;
}
declare module "koa-router13" {
  import Router from "@koa/router";
  export default Router;
}
