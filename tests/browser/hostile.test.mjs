// Letters that try to become markup, script or a formula.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { accessible, fits, open, put, read, standpunt } from "./pages.mjs";

const long = "Onderhandelings".repeat(14);
const name = `"><script>alert(1)<&script>'\`|.txt`;
put(`evil/${name}`, `Geachte voorzitter,

Hierbij stuur ik uw Kamer de geannoteerde agenda over COM(2030) 12.

1. <script>alert('kop')</script> "><img src=x onerror=alert(2)>

Het kabinet steunt </script><script>alert(3)</script> het voorstel en <b onclick="alert(4)">html</b> &lt;i&gt;. Het kabinet is kritisch op " onmouseover="alert(5)" x=' de plannen.

2. --><!-- ]]> </style><style>*{display:none}</style> {{7*7}} ${long}

Het kabinet steunt \\u003c/script\\u003e en \u202eomgekeerde\u202c tekst. =HYPERLINK("http://x";"klik") steunt het kabinet niet.
`);
put(`evil/tweede.txt`, read(`evil/${name}`));
standpunt("classify", `evil/${name}`, "--out", "one.html");
standpunt("classify", "evil", "--out", "two.html");
standpunt("diff", `evil/${name}`, "evil/tweede.txt", "--out", "diff.html");

for (const page of ["one.html", "two.html", "diff.html"]) {
  test(`${page}: fits, long words and all`, () => fits(page, "hostile-" + page));
  test(`${page}: breaks no rule of accessibility`, (t) => accessible(page, t));
}

for (const file of ["one.html", "two.html"]) {
  test(`${file}: text stays text`, async () => {
    const { page, close } = await open(file);
    const sentences = standpunt("sentences", `evil/${name}`).trim().split("\n");
    assert.deepEqual((await page.locator(".s .text").allTextContents()).slice(0, sentences.length), sentences);
    const strange = await page.evaluate(() => [document.scripts.length, document.querySelectorAll("img, iframe, b[onclick], [onerror], [onmouseover]").length, document.querySelectorAll("style").length]);
    assert.deepEqual(strange, [2, 0, 1]);
    for (const key of ["n", "n", "c", "Escape", "j"]) await page.keyboard.press(key);
    await page.locator(".position").first().hover();
    await close();
  });
}

test("even if markup got in, nothing of it would run or be fetched", async () => {
  let asked = 0;
  const server = createServer((_, answer) => ((asked += 1), answer.end())).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { page, context } = await open("one.html");
  const ran = await page.evaluate(async (place) => {
    const box = document.createElement("div");
    box.innerHTML = `<button onclick="window.hit = 1">x</button><img src="${place}x.png" onerror="window.hit = 2"><form method="post" action="${place}"></form>`;
    document.body.append(box);
    box.querySelector("button").click();
    box.querySelector("form").submit();
    box.style.backgroundImage = `url(${place}y.png)`;
    const script = document.createElement("script");
    script.textContent = "window.hit = 3";
    document.body.append(script);
    await new Promise((r) => setTimeout(r, 200));
    return window.hit;
  }, `http://127.0.0.1:${server.address().port}/`);
  assert.equal(ran, undefined);
  assert.equal(asked, 0);
  server.close();
  await context.close();
});

test("marks that turn the direction of text reach no further than their sentence", async () => {
  const { page, close } = await open("one.html");
  const isolated = await page.locator('[lang="nl"]').evaluateAll((all) => all.every((e) => getComputedStyle(e).unicodeBidi === "isolate"));
  assert(isolated);
  await close();
});

test("a copied cell is no formula", async () => {
  const { page, close } = await open("one.html");
  await page.evaluate(() => addEventListener("copy", (e) => (window.copied = e.clipboardData.getData("text/plain"))));
  await page.locator("details.copy summary").click();
  await page.locator("details.copy .copy-table").click();
  const cells = (await page.evaluate(() => window.copied)).split(/[\n\t]/);
  assert(cells.some((c) => c.startsWith("'=HYPERLINK")) && !cells.some((c) => /^[=+@]/.test(c)));
  await close();
});
