"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Sentences of the page in order, each with what the data says of it.
  const sentences = [];
  for (const article of all("article.letter")) {
    const letter = data.letters[Number(article.dataset.letter)];
    all(".s", article).forEach((element, i) => {
      const [section, label, second, shown, probabilities, page] = letter.sentences[i];
      sentences.push({
        element, letter, number: i + 1, section: letter.sections[section], label, second, shown: shown === 1, probabilities, page,
        text: one(".text", element).textContent, at: sentences.length,
      });
    });
  }
  const byElement = new Map(sentences.map((s) => [s.element, s]));
  const isPosition = (s) => s.element.classList.contains("position");

  // Corrections: in memory, and in the browser's storage where there is one.
  const key = (letter) => "standpunt:" + letter.key;
  const corrections = new Map();
  let stored = true;
  const load = () => {
    for (const letter of data.letters) {
      let kept = {};
      try {
        kept = JSON.parse(localStorage.getItem(key(letter)) || "{}");
      } catch {
        stored = false;
      }
      corrections.set(letter, new Map(Object.entries(kept)));
    }
  };
  const store = (letter) => {
    try {
      const kept = corrections.get(letter);
      if (kept.size) localStorage.setItem(key(letter), JSON.stringify(Object.fromEntries(kept)));
      else localStorage.removeItem(key(letter));
    } catch {
      stored = false;
    }
  };
  // A correction counts only while the sentence with that number still reads the same.
  const correctionOf = (s) => {
    const kept = corrections.get(s.letter).get(String(s.number));
    return kept && kept.text === s.text ? kept : null;
  };
  const corrected = () => sentences.filter(correctionOf);
  const setCorrection = (s, label, also) => {
    const kept = corrections.get(s.letter);
    if (label || also) kept.set(String(s.number), { label, also, text: s.text });
    else kept.delete(String(s.number));
    store(s.letter);
    exported = false;
    showCorrection(s);
    showExport();
  };
  const finalLabel = (s) => (correctionOf(s) || {}).label || data.labels[s.label].name;
  const showCorrection = (s) => {
    const kept = correctionOf(s);
    s.element.classList.toggle("corrected", Boolean(kept));
    const parts = [];
    if (kept && kept.label) parts.push("✎ " + kept.label);
    if (kept && kept.also) parts.push("also " + kept.also);
    one(".corrected-to", s.element).textContent = parts.join(", ");
  };
  let exported = true;
  const showExport = () => {
    const n = corrected().length;
    const button = one(".export");
    button.hidden = n === 0;
    button.textContent = n === 1 ? "Export 1 correction" : `Export ${n} corrections`;
    one(".export-all").hidden = n === 0;
  };

  // The data format: letter,kind,field,section,sentence,label,also.
  const cell = (text) => (/[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  const toCsv = (rows) => {
    const lines = [["letter", "kind", "field", "section", "sentence", "label", "also"]];
    for (const s of rows) {
      const also = (correctionOf(s) || {}).also || "";
      const label = finalLabel(s);
      lines.push([s.letter.name, s.letter.kind, "", s.section, s.text, label, also === label ? "" : also]);
    }
    return lines.map((line) => line.map(cell).join(",")).join("\n") + "\n";
  };
  const download = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    exported = true;
  };
  const fileName = (what) => {
    const name = data.letters.length === 1 ? data.letters[0].name : "letters";
    return name.replace(/[^\p{L}\p{N}._-]+/gu, "-") + "-" + what + ".csv";
  };

  // Filters and search decide which sentences are seen.
  const off = new Set();
  let sought = "";
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const s of sentences) s.folded = fold(s.text);
  const seen = (s) => !off.has(s.element.dataset.label) && (!sought || s.folded.includes(sought));
  const highlight = (found) => {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("search");
    if (!sought) return;
    const ranges = [];
    for (const s of found) {
      const walker = document.createTreeWalker(one(".text", s.element), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const text = node.data.toLowerCase();
        if (text.length !== node.data.length) continue;
        for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + sought.length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("search", new Highlight(...ranges));
  };
  const refresh = () => {
    const found = sentences.filter(seen);
    const visible = new Set(found);
    for (const s of sentences) s.element.hidden = !visible.has(s);
    for (const run of all("p.run")) run.hidden = all(".s", run).every((e) => e.hidden);
    for (const part of all("section.part")) {
      const own = all(".s", part);
      one(".nothing", part).hidden = own.length === 0 || own.some((e) => !e.hidden);
    }
    const filtered = off.size > 0 || sought;
    one(".found").textContent = filtered ? `${found.length} of ${sentences.length}` : "";
    for (const button of all(".filter")) button.setAttribute("aria-pressed", String(!off.has(button.dataset.label)));
    highlight(found);
  };
  const toggle = (label) => {
    if (!off.delete(label)) off.add(label);
    refresh();
  };

  // The sentence one is at.
  let current = null;
  const inspector = one(".inspector");
  const select = (s, { move = false } = {}) => {
    if (current) current.element.classList.remove("current");
    current = s;
    s.element.classList.add("current");
    if (move) {
      s.element.scrollIntoView({ block: "center" });
      s.element.focus({ preventScroll: true });
    }
    inspect(s);
  };
  const inspect = (s) => {
    inspector.hidden = false;
    one(".inspector-title").textContent = `Sentence ${s.number}` + (s.page ? `, p. ${s.page}` : "") + (s.shown ? "" : ": twijfel");
    const order = s.probabilities.map((p, k) => [p, k]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    one(".inspector-probabilities").replaceChildren(...order.map(([p, k]) => {
      const item = document.createElement("li");
      item.className = "tone-" + data.labels[k].tone;
      const piece = (name, text) => {
        const span = document.createElement("span");
        span.className = name;
        span.textContent = text;
        item.append(span);
        return span;
      };
      piece("swatch", data.labels[k].shape);
      const name = piece("name", data.labels[k].name);
      if (k === s.label) name.style.fontWeight = "bold";
      piece("value", (p * 100).toFixed(p > 0.995 && p < 1 ? 1 : 0) + "%");
      piece("meter", "").style.width = (p * 100).toFixed(1) + "%";
      return item;
    }));
    const words = (side) => all("mark." + side, s.element)
      .sort((a, b) => b.className.localeCompare(a.className, "en"))
      .slice(0, 5).map((m) => m.textContent).join(", ");
    const [pro, con] = [words("for"), words("against")];
    const told = [];
    if (pro) told.push(`for ${data.labels[s.label].name}: ${pro}`);
    if (con) told.push(`for ${data.labels[s.second].name}: ${con}`);
    one(".inspector-words").textContent = told.length ? "Words " + told.join("; ") : "";
    const kept = correctionOf(s) || {};
    one(".correct-label").value = kept.label || "";
    one(".correct-also").value = kept.also || "";
    one(".inspector-kept").textContent = stored ? "" : "This browser keeps nothing: export before you close the page.";
  };
  const leave = () => {
    inspector.hidden = true;
    if (current) current.element.classList.remove("current");
  };
  const step = (by) => {
    const goals = sentences.filter((s) => !s.element.hidden && (sought || isPosition(s)));
    if (!goals.length) return;
    const from = current ? current.at : by > 0 ? -1 : sentences.length;
    const goal = by > 0 ? goals.find((s) => s.at > from) : goals.findLast((s) => s.at < from);
    select(goal || (by > 0 ? goals[0] : goals[goals.length - 1]), { move: true });
  };

  // What people do.
  for (const button of all(".filter")) button.addEventListener("click", () => toggle(button.dataset.label));
  const search = one(".search");
  search.addEventListener("input", () => {
    sought = fold(search.value.trim());
    refresh();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
  });
  one(".next").addEventListener("click", () => step(1));
  one(".previous").addEventListener("click", () => step(-1));
  one(".close").addEventListener("click", leave);
  one(".open-help").addEventListener("click", () => one(".help").showModal());
  one(".export").addEventListener("click", () => download(fileName("corrections"), toCsv(corrected())));
  one(".export-all").addEventListener("click", () => download(fileName("labelled"), toCsv(sentences)));
  const correct = () => setCorrection(current, one(".correct-label").value, one(".correct-also").value);
  one(".correct-label").addEventListener("change", correct);
  one(".correct-also").addEventListener("change", correct);
  document.addEventListener("click", (event) => {
    const element = event.target.closest && event.target.closest(".s");
    if (!element || event.target.closest("a")) return;
    const s = byElement.get(element);
    select(s);
    if (event.target.closest(".correct")) one(".correct-label").focus();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.classList.contains("s") && (!current || current.element !== event.target)) select(byElement.get(event.target));
  });
  for (const button of all(".copy-table")) {
    button.addEventListener("click", () => {
      const table = one("table", button.closest(".copy"));
      const range = document.createRange();
      range.selectNode(table);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      button.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl+C";
    });
  }
  const showTarget = () => {
    const element = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!element || !byElement.has(element)) return;
    if (element.hidden) {
      off.clear();
      sought = search.value = "";
      refresh();
    }
    select(byElement.get(element), { move: true });
  };
  addEventListener("hashchange", showTarget);
  addEventListener("beforeunload", (event) => {
    if (!stored && !exported && corrected().length) event.preventDefault();
  });

  const keys = {
    n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1),
    "/": () => search.focus(), "?": () => one(".help").showModal(),
    c: () => {
      if (!current) step(1);
      if (current) {
        inspect(current);
        one(".correct-label").focus();
      }
    },
    0: () => {
      off.clear();
      sought = search.value = "";
      refresh();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || one(".help").open) return;
    if (event.key === "Escape") {
      if (event.target === search && search.value) keys[0]();
      else leave();
      if (event.target.matches("input, select")) event.target.blur();
      return;
    }
    if (event.target.matches("input, select, textarea")) return;
    const filter = /^[1-9]$/.test(event.key) && all(".filter")[Number(event.key) - 1];
    const does = filter ? () => toggle(filter.dataset.label) : keys[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
  });

  load();
  sentences.forEach(showCorrection);
  showExport();
  one(".bar").hidden = false;
  for (const button of all(".correct, .copy-table")) button.hidden = false;
  showTarget();
})();
