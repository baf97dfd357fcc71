// The Go shell, and a request in five tongues beside it.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

const NAMES = {
  en: {
    newGo: "New Go shell: one call of clientv3 a line",
    request: "Request",
    copyGo: "Copy: Go, clientv3",
    revision: "the store's revision then",
  },
  zh: {
    newGo: "新建 Go 终端：每行一个 clientv3 调用",
    request: "请求",
    copyGo: "复制：Go，clientv3",
    revision: "当时存储的版本号",
  },
};

/** A put in Go is answered as Go prints it, and stands in the tab in every tongue. */
async function goAndTongues(browser, base, lang, options = {}) {
  const names = NAMES[lang];
  const visitor = await Visitor.open(browser, base, { lang, ...options });
  await visitor.button(names.newGo).click();
  const put = await visitor.type('cli.Put(ctx, "hello", "world")');
  assert.match(put.out[0], /^&\{Header:cluster_id:17237436991929493444 .* PrevKv:<nil>\}$/);
  const refused = await visitor.type("cli.Put(ctx)");
  assert.match(refused.err[0], /^it is written cli\.Put\(ctx, "key", "value"\)/);
  await visitor.type('PutKey("hello", "again")');
  const get = await visitor.type('GetKeyByVersion("hello", 2)');
  assert.match(get.out[0], /^请求key:hello,请求版本:2,获取结果：&\{Header:.*value:"world"/);
  const last = await visitor.type('cli.Put(ctx, "hello", "more")');
  assert.equal(last.err.length, 0);

  const place = visitor.page.locator('[data-place="inspector"]');
  if (await place.isVisible()) await place.click();
  await visitor.page.getByRole("tab", { name: names.request, exact: true }).click();
  const text = (id) => visitor.byTestId(`tongue-${id}`).innerText();
  assert.match(await text("etcdctl"), /etcdctl put hello more/);
  assert.match(await text("go"), /cli\.Put\(ctx, "hello", "more"\)/);
  assert.match(await text("grpc"), /etcdserverpb\.KV\/Put \{[^]*"key": "aGVsbG8="/);
  assert.match(await text("curl"), /curl -X POST http:\/\/127\.0\.0\.1:2379\/v3\/kv\/put -d/);
  assert.ok((await text("answer")).includes(names.revision));
  assert.ok(await visitor.button(names.copyGo).isVisible());
  const wide = await visitor.page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
  await visitor.leave();
}

/** A watch holds its tab until it is interrupted. */
async function goWatch(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.button(NAMES.en.newGo).click();
  const watch = await visitor.type('WatchKey("hello")');
  assert.equal(watch.state, "holding");
  await visitor.prompt().focus();
  await visitor.page.keyboard.press("Control+c");
  await visitor.until(async () => (await visitor.shellState()) === "idle", "it does not end");
  await visitor.leave();
}

export const visits = [
  ["the Go shell and the five tongues, in English", (b, u) => goAndTongues(b, u, "en")],
  ["the Go shell and the five tongues, in Chinese", (b, u) => goAndTongues(b, u, "zh")],
  ["the Go shell and the five tongues, on a phone", (b, u) =>
    goAndTongues(b, u, "en", { viewport: { width: 390, height: 844 } })],
  ["a watch in the Go shell", goWatch],
];
