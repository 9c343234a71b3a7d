// A table as spreadsheets and word processors take it; an apostrophe keeps text from being run as a formula.
const guarded = (text) => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);
const plainRows = (table) => all("tr", table).filter((row) => !row.classList.contains("quoted")).map((row) =>
  [...row.cells].filter((c) => !c.classList.contains("bar-cell")).map((c) => guarded((c.dataset.copy || c.textContent).replace(/\s+/g, " ").trim())));
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
for (const button of all(".copy-table")) {
  const called = button.textContent;
  button.addEventListener("click", () => {
    const table = one("table", button.closest(".copyable"));
    const rows = plainRows(table);
    const fill = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", rows.map((row) => row.join("\t")).join("\n"));
      event.clipboardData.setData("text/html", "<table>" + rows.map((row) => "<tr>" + row.map((c) => `<td>${escaped(c)}</td>`).join("") + "</tr>").join("") + "</table>");
    };
    // some browsers copy nothing where nothing is selected
    getSelection().selectAllChildren(table);
    document.addEventListener("copy", fill, { once: true });
    const copied = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    if (copied) getSelection().removeAllRanges();
    button.textContent = copied ? "Copied" : "Press Ctrl+C";
    setTimeout(() => (button.textContent = called), 2000);
  });
}
