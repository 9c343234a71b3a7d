// Several letters as one report; two letters compared; a model's figures.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, fits, heldOut, open, pictures, put, root, shown, standpunt } from "./pages.mjs";

const letters = heldOut();
standpunt("classify", letters, "--out", "report.html");
standpunt("classify", "brieven/toets-a-01.txt", "brieven/toets-a-02.txt", "brieven/toets-b-04.txt", "--out", "few.html");
const lines = standpunt("classify", letters, "--format", "jsonl").trim().split("\n").map((line) => JSON.parse(line));
put("oud.txt", `Geachte voorzitter,

1. Havenstrategie (COM(2030) 100)

De Commissie presenteert een strategie voor havens. Het kabinet steunt het voorstel voor een havenfonds.

2. Zoetwater

Het kabinet hecht aan een goede verdeling van zoet water.
`);
put("nieuw.txt", `Geachte voorzitter,

1. Zoetwater

Het kabinet hecht aan een goede verdeling van zoet water.

2. Mededeling zeehavens (COM(2030) 100)

De Commissie presenteerde een strategie voor havens. Het kabinet is kritisch op het voorstel voor een havenfonds.
`);
standpunt("diff", "oud.txt", "nieuw.txt", "--out", "diff.html");
standpunt("evaluate", "--data", join(root, "datasets/train/natural"), "--allow-overlap", "--format", "html", "--out", "evaluation.html");

for (const [file, name] of [["report.html", "report"], ["diff.html", "diff"], ["evaluation.html", "evaluation"]]) {
  test(`${name}: fits three widths, light and dark, without a request or an error`, () => fits(file, name));
  test(`${name}: breaks no rule of accessibility`, (t) => accessible(file === "report.html" ? "few.html" : file, t));
  test(`${name}: reads without JavaScript`, async () => {
    const { page, close } = await open(file, { javaScriptEnabled: false });
    assert((await page.locator("main").innerText()).length > 200);
    await close();
  });
}

test("on a desk no table of an evaluation hides a column, however long a section's title", async () => {
  const rows = ["letter,section,sentence,label"];
  for (let i = 0; i < 180; i += 1) {
    const section = ["bevoegdheid; subsidiariteit; proportionaliteit; gevolgen", "gegevensbeschermingseffectbeoordelingsverplichtingen", "Inzet"][i % 3];
    rows.push(`brief-${i % 12},${section},Het kabinet ${["steunt", "betreurt", "bespreekt"][i % 7 % 3]} voorstel nummer ${i} van de Commissie.,${["steunt", "kritisch", "geen standpunt"][i % 7 % 3]}`);
  }
  standpunt("evaluate", "--data", put("secties.csv", rows.join("\n") + "\n"), "--format", "html", "--out", "secties.html");
  const { page, close } = await open("secties.html", { viewport: { width: 1280, height: 900 } });
  const tables = await page.locator(".scroll").evaluateAll((all) => all.map((e) => [e.textContent.slice(0, 40), e.scrollWidth - e.clientWidth]));
  assert(tables.some(([text]) => text.startsWith("section")), "a table by section");
  assert.deepEqual(tables.filter(([, over]) => over > 0), []);
  await close();
});

test("the counts are those of the sentences", async () => {
  const { page, close } = await open("report.html");
  const table = page.locator("#letters + .copyable tbody tr");
  assert.equal(await table.count(), 60);
  const cells = await table.first().locator("td.n").allTextContents();
  const name = await table.first().locator("a").textContent();
  const own = lines.filter((line) => line.letter === name);
  const labels = ["steunt", "kritisch", "op merites beoordelen", "geen standpunt"];
  assert.deepEqual(cells.map(Number), [own.length, ...labels.map((label) => own.filter((line) => line.label === label).length)]);
  const filters = await page.locator(".filter .n").allTextContents();
  assert.deepEqual(filters.map(Number), labels.map((label) => lines.filter((line) => line.label === label).length));
  await close();
});

test("titles, documents and time are told with n and quotes that lead to their sentence", async () => {
  const { page, close } = await open("report.html");
  for (const id of ["letters", "time", "titles", "documents"]) assert.equal(await page.locator(`h2#${id}`).count(), 1, id);
  const group = page.locator("#titles ~ .copyable details.quotes").first();
  await group.locator("summary").click();
  const quote = group.locator("li").first();
  const text = await quote.locator("q").textContent();
  await quote.locator("a").click();
  await page.waitForSelector(".s.current");
  assert.equal(await page.locator(".s.current .text").textContent(), text);
  assert(await page.locator(".s.current").isVisible());
  const dates = await page.locator("details:has-text('numbers of this drawing') tbody th").allTextContents();
  const years = dates.map((d) => Number(d.slice(0, 4)));
  assert.deepEqual(years, years.map((_, i) => years[0] + i));
  await close();
});

test("on a phone the drawing over time shows every year", async () => {
  for (let year = 2019; year < 2032; year += 1) put(`jaren/${year}/brief.txt`, `Datum 3 maart ${year}\n\nGeachte voorzitter,\n\nHet kabinet steunt het voorstel.\n`);
  standpunt("classify", "jaren", "--out", "jaren.html");
  const { page, close } = await open("jaren.html", { viewport: { width: 400, height: 844 } });
  const years = page.locator(".timeline text.when");
  assert.equal(await years.count(), 13);
  assert(await years.evaluateAll((all) => all.every((e) => e.getBoundingClientRect().right <= innerWidth)));
  assert.deepEqual((await page.locator("h2.name").allTextContents()).slice(0, 2), ["2019/brief.txt", "2020/brief.txt"]);
  await close();
});

test("a table of counts can be copied without its bars and quotes", async () => {
  const { page, close } = await open("report.html");
  await page.evaluate(() => addEventListener("copy", (e) => (window.copied = e.clipboardData.getData("text/plain"))));
  await page.locator("#titles ~ .copyable .copy-table").first().click();
  const copied = (await page.evaluate(() => window.copied)).split("\n").map((line) => line.split("\t"));
  assert.deepEqual(copied[0], ["Section title", "n", "steunt", "kritisch", "op merites beoordelen", "geen standpunt"]);
  assert(copied.every((line) => line.length === 6));
  await close();
});

test("filter, search and keys work over all letters", async () => {
  const { page, close } = await open("report.html");
  const all = await page.locator(".s").count();
  assert.equal(all, lines.length);
  await page.locator(".filter").nth(3).click();
  assert.equal(await page.locator(".found").textContent(), `${lines.filter((l) => l.label !== "geen standpunt").length} of ${all}`);
  await page.keyboard.press("/");
  await page.keyboard.type("verwelkomt");
  const found = lines.filter((l) => l.label !== "geen standpunt" && l.sentence.toLowerCase().includes("verwelkomt")).length;
  assert.equal(await page.locator(".found").textContent(), `${found} of ${all}`);
  await page.keyboard.press("Enter");
  assert(await page.locator(".s.current").isVisible());
  assert((await shown(page, ".s.current")) === 1);
  await close();
});

test("the report prints, quotes open", async () => {
  const { page, close } = await open("report.html");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("details.quotes:not([open])").count(), 0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator("details.quotes[open]").count(), 0);
  await close();
});

test("a comparison shows both quotes and the words that differ", async () => {
  const { page, close } = await open("diff.html");
  const change = page.locator(".change").first();
  assert.equal(await change.locator(".kind").textContent(), "stance changed");
  assert.deepEqual(await change.locator(".position b").allTextContents(), ["steunt", "kritisch"]);
  assert.deepEqual(await change.locator(".differs").allTextContents(), ["steunt", "is kritisch op"]);
  if (pictures) await page.pdf({ path: join(pictures, "diff.pdf"), format: "A4" });
  await close();
});
