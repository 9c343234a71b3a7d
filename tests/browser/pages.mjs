// Makes letters and their pages with the program, and opens them in Chromium.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = resolve(fileURLToPath(import.meta.url), "../../..");
const tools = createRequire(join(root, "target/browser/package.json"));
const { chromium } = tools("playwright-core");
export const folder = mkdtempSync(join(tmpdir(), "standpunt-browser-"));
export const pictures = process.env.PICTURES;
export const widths = [390, 820, 1440];

// Runs the program in the test's folder; gives what it prints.
export function standpunt(...args) {
  const program = process.env.STANDPUNT || join(root, "target/release/standpunt");
  return execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
}
export function put(name, text) {
  mkdirSync(resolve(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return name;
}
export const read = (name) => readFileSync(join(folder, name), "utf8");

// A letter of the tests, and the letters of the held-out set.
export const agenda = () => {
  copyFileSync(join(root, "tests/letters/agenda-wrapped.txt"), join(folder, "agenda.txt"));
  return "agenda.txt";
};
export const heldOut = () => {
  const from = join(root, "datasets/heldout/letters");
  mkdirSync(join(folder, "brieven"), { recursive: true });
  for (const name of readdirSync(from).filter((n) => n.endsWith(".txt"))) copyFileSync(join(from, name), join(folder, "brieven", name));
  return "brieven";
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

// Opens a page; `quiet` asserts that nothing was asked of the network and nothing went wrong.
export async function open(file, { hash = "", before, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(join(folder, file)).href;
  const noise = [];
  page.on("request", (r) => r.url().split("#")[0] !== url && !r.url().startsWith("blob:") && noise.push("request: " + r.url()));
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && noise.push("console: " + m.text()));
  page.on("pageerror", (e) => noise.push("error: " + e));
  page.on("dialog", (d) => (noise.push("dialog: " + d.message()), d.accept()));
  if (before) await page.addInitScript(before);
  await page.goto(url + hash);
  const close = async () => {
    assert.deepEqual(noise, [], "no request, no error, no dialog");
    await context.close();
  };
  return { page, context, url, noise, close };
}

// Waits until the page has come to rest.
export async function atRest(page) {
  let before = null;
  for (let still = 0; still < 3; ) {
    await page.waitForTimeout(50);
    const now = await page.evaluate(() => scrollY);
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

// How many elements of a selector are seen.
export const shown = (page, selector) => page.locator(selector).evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);

// Nothing is wider than the window; a picture where they are wanted.
export async function fits(file, name, options = {}) {
  for (const width of widths) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await open(file, { viewport: { width, height: 1100 }, colorScheme, ...options });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert(over <= 0, `${over} pixels too wide at ${width}`);
      if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
      await close();
    }
  }
}

// The rules of axe-core, if it is installed.
export async function accessible(file, t, act = async () => {}) {
  let axe;
  try {
    axe = readFileSync(tools.resolve("axe-core/axe.min.js"), "utf8");
  } catch {
    t.skip("axe-core is not installed");
    return;
  }
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 1440]) {
      // the policy of the page would not let axe in
      const { page, context } = await open(file, { colorScheme, viewport: { width, height: 1100 }, bypassCSP: true });
      // axe measures letters that the browser has not laid out yet
      await page.addStyleTag({ content: "article.letter { content-visibility: visible !important; }" });
      await act(page);
      await page.evaluate(axe);
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), tags);
      const told = found.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}\n${v.nodes[0].failureSummary}`);
      assert.deepEqual(told, [], `${file}, ${colorScheme}, ${width}`);
      await context.close();
    }
  }
}

// Rows of a CSV text.
export function rows(text) {
  const all = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n|$)/g)) {
    all.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") all.push([]);
    if (end === "") break;
  }
  return all.filter((row) => row.length > 1);
}
