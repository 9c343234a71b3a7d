// Drives the letter view in a real Chromium: renders, filters, searches, steps, corrects, exports, prints.
//
// Not in the default test path. To run it:
//
//   cargo run --release -- classify LETTER… --format html --out /tmp/page.html
//   npm install --prefix /tmp/browser playwright-core        # drives an installed browser, downloads none
//   NODE_PATH=/tmp/browser/node_modules node tests/browser/letter_view.mjs /tmp/page.html [FOLDER FOR PICTURES]
//
// CHROMIUM names the browser; default /usr/bin/chromium. Works on the page of one letter and on a report of several. The letter needs
// two or more positions. Ends with exit code 1 at the first thing that is not so.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { resolve, join } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const [file, pictures] = process.argv.slice(2);
assert(file, "give the page as first argument");
const url = pathToFileURL(resolve(file)).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const shown = (page, selector) => page.locator(selector).evaluateAll((all) => all.filter((e) => !e.hidden && e.getClientRects().length).length);

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const outside = [];
  page.on("request", (r) => r.url() !== url && !r.url().startsWith("blob:") && outside.push(r.url()));
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && outside.push(m.text()));
  page.on("pageerror", (e) => outside.push(String(e)));
  await page.goto(url);
  return { context, page, quiet: () => assert.deepEqual(outside, [], "no error, no request") };
}

const tests = {
  async "fits three widths, light and dark, without a request or an error"() {
    for (const width of [1200, 768, 390]) {
      for (const colorScheme of ["light", "dark"]) {
        const { context, page, quiet } = await open({ viewport: { width, height: 1400 }, colorScheme });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(over <= 0, `${over} pixels too wide at ${width}`);
        if (pictures) await page.screenshot({ path: join(pictures, `${width}-${colorScheme}.png`) });
        quiet();
        await context.close();
      }
    }
  },

  async "filters hide and show a label"() {
    const { context, page } = await open();
    const filter = page.locator('.filter[aria-pressed="true"]').first();
    const label = await filter.getAttribute("data-label");
    const before = await shown(page, ".s");
    const own = await page.locator(`.s[data-label="${label}"]`).count();
    await filter.click();
    assert.equal(await shown(page, ".s"), before - own);
    await page.keyboard.press("0");
    assert.equal(await shown(page, ".s"), before);
    await page.keyboard.press("1");
    assert.equal(await shown(page, ".s"), before - own);
    await context.close();
  },

  async "keys step from position to position and show the words that decided"() {
    const { context, page } = await open();
    const ids = [];
    for (const key of ["n", "j", "k"]) {
      await page.keyboard.press(key);
      ids.push(await page.locator(".s.current").getAttribute("id"));
    }
    assert.equal(ids[0], ids[2]);
    assert.notEqual(ids[0], ids[1]);
    assert.equal(await page.evaluate(() => document.activeElement.id), ids[0]);
    assert(await page.locator(".inspector").isVisible());
    const marks = page.locator(".s.current mark");
    if (await marks.count()) {
      const line = await marks.first().evaluate((e) => getComputedStyle(e).textDecorationLine);
      assert.equal(line, "underline");
    }
    await page.keyboard.press("Escape");
    assert(await page.locator(".inspector").isHidden());
    await page.keyboard.press("?");
    assert(await page.locator("dialog.help").isVisible());
    await context.close();
  },

  async "search finds without case and accents"() {
    const { context, page } = await open();
    const text = await page.locator(".s .text").last().textContent();
    const word = text.split(/\s+/).reduce((a, b) => (b.length > a.length ? b : a)).replace(/[^\p{L}]+$/u, "");
    await page.keyboard.press("/");
    await page.keyboard.type(word.toUpperCase());
    const found = await shown(page, ".s");
    assert(found >= 1 && found < (await page.locator(".s").count()));
    assert.match(await page.locator(".found").textContent(), new RegExp(`^${found} of `));
    await page.keyboard.press("Escape");
    assert.equal(await shown(page, ".s"), await page.locator(".s").count());
    await context.close();
  },

  async "a link leads to its sentence"() {
    const { context, page } = await open();
    const id = await page.locator(".s").nth(1).getAttribute("id");
    await page.goto(url + "#" + id);
    await page.waitForSelector(`.s.current[id="${id}"]`);
    await context.close();
  },

  async "a correction is kept, shown and exported as data"() {
    const { context, page } = await open();
    const position = page.locator(".position").first();
    await position.locator(".correct").click();
    const labels = await page.locator(".correct-label option").evaluateAll((all) => all.map((o) => o.value).filter(Boolean));
    await page.locator(".correct-label").selectOption(labels.at(-1));
    await page.locator(".correct-also").selectOption(labels[0]);
    assert.match(await position.locator(".corrected-to").textContent(), new RegExp(labels.at(-1)));
    await page.reload();
    assert.match(await page.locator(".position").first().locator(".corrected-to").textContent(), new RegExp(labels.at(-1)));
    const sentence = await page.locator(".position").first().locator(".text").textContent();
    const save = async (button) => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
      assert.match(download.suggestedFilename(), /\.csv$/);
      return readFile(await download.path(), "utf8");
    };
    const rows = parse(await save(".export"));
    assert.deepEqual(rows[0], ["letter", "kind", "field", "section", "sentence", "label", "also"]);
    assert.equal(rows.length, 2);
    assert.deepEqual(rows[1].slice(4), [sentence, labels.at(-1), labels[0]]);
    const everything = parse(await save(".export-all"));
    assert.equal(everything.length, 1 + (await page.locator(".s").count()));
    assert(everything.slice(1).every((row) => row.length === 7 && labels.includes(row[5])));
    await page.locator(".position").first().locator(".correct").click();
    await page.locator(".correct-label").selectOption("");
    await page.locator(".correct-also").selectOption("");
    assert(await page.locator(".export").isHidden());
    await context.close();
  },

  async "the table can be copied"() {
    const { context, page } = await open();
    await page.locator("details.copy summary").first().click();
    await page.locator(".copy-table").first().click();
    assert.equal(await page.locator(".copy-table").first().textContent(), "Copied");
    await context.close();
  },

  async "reads and prints without script"() {
    const { context, page } = await open({ javaScriptEnabled: false });
    assert(await page.locator(".bar").isHidden());
    assert((await page.locator(".position .name").first().textContent()).length > 0);
    assert((await page.locator("body").innerText()).includes((await page.locator(".s .text").first().innerText()).slice(0, 30)));
    await context.close();
    const printed = await open();
    await printed.page.emulateMedia({ media: "print" });
    assert(await printed.page.locator(".bar").isHidden());
    assert(await printed.page.locator(".position .shape").first().isVisible());
    if (pictures) await printed.page.pdf({ path: join(pictures, "print.pdf"), format: "A4" });
    await printed.context.close();
  },
};

// Rows of a CSV text.
function parse(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  return rows.filter((row) => row.length > 1);
}

try {
  for (const [name, test] of Object.entries(tests)) {
    await test();
    console.log("ok:", name);
  }
} finally {
  await browser.close();
}
