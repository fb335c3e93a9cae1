// @koa/router 13 under an alias: the last whose patterns have regular expressions. The types of 15 describe every part
// of it that is used here.
declare module "koa-router13" {
  import Router from "@koa/router";
  export default Router;
}
