// Takes pictures of the page in every size, theme and language, to be looked at beside the design.
//
//   scripts/shots DIRECTORY        NAME is SIZE-THEME-LANGUAGE-STATE.png

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch, serveDist } from "./browser.mjs";
import { Visitor } from "./visitor.mjs";

const SIZES = [[1440, 900], [1366, 768], [1024, 768], [390, 844]];

const target = process.argv[2];
if (!target) {
  console.error("usage: shots.mjs DIRECTORY");
  process.exit(2);
}
mkdirSync(target, { recursive: true });

async function shoot(visitor, name) {
  for (const [width, height] of SIZES) {
    await visitor.page.setViewportSize({ width, height });
    await visitor.page.waitForTimeout(150);
    await visitor.page.screenshot({ path: join(target, `${width}x${height}-${name}.png`) });
  }
  await visitor.page.setViewportSize({ width: 1440, height: 900 });
}

/** A cluster with something of everything: versions, a tombstone, leases, a watch, a dead leader. */
async function fill(visitor) {
  await visitor.types("etcdctl put hello world", "OK");
  await visitor.types("etcdctl put hello again", "OK");
  await visitor.exec("etcdctl watch /service/ --prefix", { shell: "watcher" });
  for (const [ttl, key] of [[30, "a"], [60, "b"], [15, "c"], [120, "d"], [45, "e"]]) {
    const granted = await visitor.exec(`etcdctl lease grant ${ttl}`);
    const [, lease] = /^lease ([0-9a-f]+) /.exec(granted.stdout);
    await visitor.exec(`etcdctl put --lease=${lease} /service/${key} 10.0.0.${ttl}:8080`);
  }
  await visitor.exec("etcdctl put config/limit 10");
  await visitor.exec("etcdctl del config/limit");
  await visitor.exec("etcdctl put config/limit 20");
  await visitor.advance(2_000);
}

async function killLeader(visitor) {
  const leader = await visitor.health("leader", /^infra\d$/);
  await visitor.type(`sim kill ${leader}`);
  await visitor.advance(900);
  await visitor.type("etcdctl put hello candidate");
}

const server = await serveDist();
const browser = await launch();
for (const lang of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    const visitor = await Visitor.open(browser, server.url, { lang, query: `&theme=${theme}` });
    await visitor.pause();
    await shoot(visitor, `${theme}-${lang}-1-start`);
    await fill(visitor);
    await shoot(visitor, `${theme}-${lang}-2-used`);
    await visitor.page.locator("#tab-leases").click();
    await shoot(visitor, `${theme}-${lang}-3-leases`);
    await visitor.byTestId("node-infra2").click();
    await shoot(visitor, `${theme}-${lang}-4-menu`);
    await visitor.page.keyboard.press("Escape");
    await killLeader(visitor);
    await shoot(visitor, `${theme}-${lang}-5-killed`);
    for (const trouble of visitor.troubles) console.log(`${theme} ${lang}: ${trouble}`);
    await visitor.context.close();
  }
}
await browser.close();
server.close();
console.log(`pictures are in ${target}`);
