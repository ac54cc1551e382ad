// Runs axe-core on pages in a headless Chromium: phone and desk, light and dark, answers closed and
// open, a figure enlarged. Called by accessibilite.py:
//
//   node axe.mjs TOOLS CHROMIUM PAGE…
//
// TOOLS holds node_modules with axe-core and puppeteer-core. Prints one line of JSON a state.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, executablePath, ...pages] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(tools, "package.json")));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

const WIDTHS = [390, 1280];
const SCHEMES = ["light", "dark"];
const STATES = {
  closed: () => {},
  open: () => document.querySelectorAll("details").forEach((details) => { details.open = true; }),
  enlarged: () => document.querySelector(".figure-tools button")?.click(),
};

const check = async (page) => {
  const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return {
    passed: passes.length,
    violations: violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`) })),
  };
};

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });
for (const file of pages) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const page = await browser.newPage();
      const errors = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(pathToFileURL(resolve(file)).href);
      await page.evaluate(axe);
      for (const [state, prepare] of Object.entries(STATES)) {
        await page.evaluate(prepare);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        console.log(JSON.stringify({ file, width, scheme, state, errors, overflow, ...(await check(page)) }));
      }
      await page.close();
    }
  }
}
await browser.close();
