#!/usr/bin/env python3
"""Makes the letter of make.py with the programs that people use: ../formats/raad-office.*, raad-print.pdf, raad-web.pdf

Needs LibreOffice and Chromium (Debian: libreoffice-writer-nogui chromium hyphen-nl fonts-liberation2). Run it only
when the letter changes; what it makes is kept in the repository.
"""

import html
import re
import shutil
import subprocess
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from make import BODY, CLOSING, FIELDS, NOTES, OUT, SALUTATION, SIDE, SIGNED, split_marks

NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for name, long in [
    ("office", "office"), ("style", "style"), ("text", "text"), ("draw", "drawing"), ("fo", "xsl-fo-compatible"),
    ("svg", "svg-compatible"), ("table", "table")])


def flat():
    """The letter as flat ODF: side column in frames, page lines, footnotes, a list, a tracked deletion."""
    esc = html.escape
    paragraph = lambda style, text: f'<text:p text:style-name="{style}">{text}</text:p>'

    def frame(name, lines, y):
        box = "".join(paragraph("Side", esc(line)) for line in lines if line)
        return (f'<draw:frame draw:style-name="Frame" draw:name="{name}" text:anchor-type="paragraph" svg:x="13.6cm" svg:y="{y}cm" '
                f'svg:width="4.2cm"><draw:text-box fo:min-height="1cm">{box}</draw:text-box></draw:frame>')

    def running(text):
        out = ""
        for piece, mark in split_marks(text):
            out += esc(piece).replace("steunt dit", 'steunt<text:change text:change-id="weg"/> dit')
            if mark:
                out += (f'<text:note text:id="n{mark}" text:note-class="footnote"><text:note-citation>{mark}</text:note-citation>'
                        f'<text:note-body>{paragraph("Note", esc(NOTES[mark]))}</text:note-body></text:note>')
        return out

    body = [f'<text:p>{esc(SIDE[0])}{frame("Address", SIDE[:3], 1)}</text:p>']
    body += [paragraph("Line", esc(line)) for line in SIDE[1:3]] + [paragraph("Line", "")]
    body += [paragraph("Line", f"{name}<text:tab/>{esc(value)}") for name, value in FIELDS] + [paragraph("Line", "")]
    body.append(paragraph("Text", SALUTATION))
    items = []
    for kind, text in BODY + [("end", "")]:
        if kind == "l":
            items.append(f'<text:list-item>{paragraph("Item", running(text))}</text:list-item>')
            continue
        if items:
            body.append('<text:list text:style-name="List">' + "".join(items) + "</text:list>")
            items = []
        if kind == "h":
            body.append(f'<text:h text:style-name="Title" text:outline-level="2">{esc(text)}</text:h>')
        elif kind == "p":
            body.append(paragraph("Text", running(text)))
    body += [paragraph("Text", CLOSING[0])] + [paragraph("Line", esc(line)) for line in SIGNED]
    style = lambda name, paragraph, text: (f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
                                           f'<style:text-properties {text}/></style:style>')
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-family="'Liberation Sans'" fo:font-size="9pt" fo:language="nl"
fo:country="NL" fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:default-style>
{style("Line", "", "")}{style("Text", 'fo:margin-bottom="0.35cm" fo:text-align="justify"', "")}{style("Item", "", "")}
{style("Title", 'fo:keep-with-next="always"', 'fo:font-weight="bold"')}{style("Note", "", 'fo:font-size="7pt"')}{style("Side", "", 'fo:font-size="6.5pt"')}
<text:list-style style:name="List"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties
text:space-before="0.3cm" text:min-label-width="0.4cm"/></text:list-level-style-bullet></text:list-style></office:styles>
<office:automatic-styles><style:style style:name="Frame" style:family="graphic"><style:graphic-properties style:wrap="run-through"
fo:border="none" style:horizontal-pos="from-left" style:horizontal-rel="paragraph" style:vertical-pos="from-top" style:vertical-rel="paragraph"/></style:style>
<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21cm" fo:page-height="14.8cm" fo:margin-top="1cm"
fo:margin-bottom="1cm" fo:margin-left="2.5cm" fo:margin-right="5.5cm"/><style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="0.8cm"/></style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page"><style:header><text:p>{frame("Mark", SIDE[4:], 0.1)}</text:p></style:header>
<style:footer><text:p text:style-name="Side">Pagina <text:page-number text:select-page="current">1</text:page-number> van
<text:page-count>2</text:page-count></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text><text:tracked-changes><text:changed-region text:id="weg"><text:deletion><text:p> niet</text:p></text:deletion></text:changed-region></text:tracked-changes>
{"".join(body)}</office:text></office:body></office:document>
"""


def run(folder, *command):
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "raad-office.fodt").write_text(flat(), encoding="utf-8")
        for form in ("pdf", "docx", "odt", "html"):
            run(folder, "soffice", "--headless", "--convert-to", form, "raad-office.fodt")
        server = ThreadingHTTPServer(("localhost", 8099), partial(SimpleHTTPRequestHandler, directory=folder))
        Thread(target=server.serve_forever, daemon=True).start()
        styles = {
            "raad-print": "main { hyphens: auto; text-align: justify; font: 10pt serif } header, nav, footer, .voetnoten { display: none }",
            # with the notes behind the signature, as a site shows them
            "raad-web": "main { font: 12pt/1.5 sans-serif } header, nav, footer { display: none } .voetnoten { font-size: 9pt }",
        }
        for name, style in styles.items():
            page = (OUT / "raad.html").read_text(encoding="utf-8").replace("p { color: #000 }", style)
            if name == "raad-web":
                page = re.sub(r'<li id="n(.)">(.*?)</li>', r'<p id="n\1"><sup>\1</sup> \2</p>', page).replace("<ol ", "<div ").replace("</ol>", "</div>")
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
            run(folder, "chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={name}.pdf",
                f"http://localhost:8099/{name}.html")
        server.shutdown()
        for name in ("raad-office.fodt", "raad-office.pdf", "raad-office.docx", "raad-office.odt", "raad-office.html", "raad-print.pdf", "raad-web.pdf"):
            shutil.copy(folder / name, OUT / name)


if __name__ == "__main__":
    main()
