#!/usr/bin/env python3
"""Makes one letter in every format that is read: ../formats/raad.*

Needs python-docx, odfpy and reportlab (Debian: python3-docx python3-odf python3-reportlab fonts-dejavu-core).
Run it only when the letter changes; what it makes is kept in the repository.
"""

import html
import textwrap
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "formats"

# what stands in the letter: (kind, text); "^1" stands before the mark of footnote 1, "~" is a place to hyphenate
FIELDS = [("Datum", "14 februari 2029"), ("Betreft", "Geannoteerde agenda Landbouw- en Visserijraad")]
SIDE = ["Ministerie van Landbouw", "Bezuidenhoutseweg 73", "2594 AC Den Haag", "", "Ons kenmerk", "DGA-EU / 29004711"]
SALUTATION = "Geachte voorzitter,"
BODY = [
    ("p", "Hierbij bied ik uw Kamer de geannoteerde agenda aan van de Landbouw- en Visserijraad van 26 februari 2029. "
          "De Raad spreekt onder meer over de import van zaden, d.w.z. over COM(2028) 412, en over de visbestanden.^1"),
    ("h", "Inzet voor de zaadgoedwetgeving"),
    ("p", "De Commissie stelt voor om de regels voor zaaigoed te vereen~voudigen. Het kabinet steunt dit voorstel, omdat "
          "kleine telers daarmee ca. 3.000 euro per jaar besparen. Het kabinet is echter kritisch op de voor~gestelde "
          "overgangs~termijn van drie jaar; die is voor MKB-bedrijven te kort.^2 De officiële reactie van de "
          "Nederlandse veredelings~bedrijven volgt a.s. maandag."),
    ("p", "Nederland zal in de Raad om een effect~beoordeling vragen:"),
    ("l", "de Commissie brengt de kosten per lidstaat in beeld;"),
    ("l", "de Raad beoordeelt de uitkomst vóór de zomer van 2029."),
    ("h", "Visbestanden in de Noordzee"),
    ("p", "Volgens de Commissie is de haringstand in 2028 met 12,5% gegroeid. Het kabinet zal een definitief "
          "voorstel op zijn merites beoordelen. Daarbij weegt het kabinet de CO2-uitstoot van de vloot mee, zoals "
          "gemeld in de brief van 3 oktober jl. aan uw Kamer. Of de quota omhoog kunnen, is nog niet bekend. "
          "Het kabinet vindt een verdere verlaging van de quota onwenselijk en zal zich daartegen ver~zetten."),
    ("h", "Overig"),
    ("p", "Er zijn geen andere onderwerpen geagendeerd. Ik informeer uw Kamer na afloop over de uitkomst."),
]
NOTES = {"1": "Kamerstuk 32 317, nr. 987.", "2": "Zie het fiche over zaaigoed, Kamerstuk 22 112, nr. 4512."}
CLOSING = ["Hoogachtend,"]
SIGNED = ["De Minister van Landbouw en Visserij,", "A.B. de Wit"]


def plain(text):
    for mark in NOTES:
        text = text.replace("^" + mark, "")
    return text.replace("~", "")


def split_marks(text):
    """Pieces of a text and the footnote that follows each."""
    text = text.replace("~", "")
    while "^" in text:
        before, after = text.split("^", 1)
        yield before, after[0]
        text = after[1:]
    yield text, None


def make_txt():
    wrap = lambda text, first="", rest="": textwrap.wrap(text, 76, initial_indent=first, subsequent_indent=rest,
                                                        break_on_hyphens=False)
    lines = SIDE[:3] + [""] + [f"{name}  {value}" for name, value in FIELDS] + ["", SALUTATION, ""]
    for kind, text in BODY:
        text = plain(text)
        lines += wrap(text, "- ", "  ") if kind == "l" else wrap(text)
        lines += [] if kind == "l" else [""]
        if kind == "l" and text.endswith("."):
            lines.append("")
    lines += CLOSING + [""] + SIGNED
    (OUT / "raad.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_md():
    lines = [line + "  " for line in SIDE[:3]] + [""]
    lines += [f"**{name}:** {value}  " for name, value in FIELDS] + ["", SALUTATION, ""]
    for kind, text in BODY:
        text = text.replace("~", "").replace("^1", "[^1]").replace("^2", "[^2]")
        text = text.replace("steunt dit voorstel", "**steunt** dit _voorstel_")
        text = text.replace("COM(2028) 412", "[COM(2028) 412](https://voorbeeld.nl/com_2028_412)")
        lines += {"h": ["## " + text, ""], "l": textwrap.wrap("- " + text, 70, subsequent_indent="  "),
                  "p": textwrap.wrap(text, 70, break_on_hyphens=False) + [""]}[kind]
        if kind == "l" and text.endswith("."):
            lines.append("")
    lines += CLOSING + [""] + [line + "  " for line in SIGNED] + [""]
    lines += [f"[^{mark}]: {note}" for mark, note in NOTES.items()]
    (OUT / "raad.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_html():
    esc = html.escape
    out = ["<!DOCTYPE html>", '<html lang="nl"><head><meta charset="utf-8"><title>Agenda | Site</title>',
           "<style>p { color: #000 }</style><script>document.title = 'Dit is geen zin van de brief.';</script></head><body>",
           '<header><a href="/">Dit is de startpagina van deze website.</a></header>',
           '<nav><ul><li>Onderwerpen</li><li>Documenten worden hier getoond.</li></ul></nav>', "<main><article>",
           "<p>" + "<br>".join(esc(line) for line in SIDE[:3]) + "</p>",
           "<table>" + "".join(f"<tr><td>{n}</td><td>{esc(v)}</td></tr>" for n, v in FIELDS) + "</table>",
           f"<p>{SALUTATION}</p>"]
    items = []
    for kind, text in BODY:
        text = esc(text).replace("~", "&shy;")
        for mark in NOTES:
            text = text.replace("^" + mark, f'<sup><a href="#n{mark}">{mark}</a></sup>')
        if kind == "l":
            items.append(f"<li>{text}</li>")
            continue
        if items:
            out.append("<ul>" + "\n".join(items) + "</ul>")
            items = []
        tag = {"h": "h2", "p": "p"}[kind]
        out.append(f"<{tag}>" + "\n   ".join(textwrap.wrap(text, 80, break_on_hyphens=False)) + f"</{tag}>")
    out += [f"<p>{CLOSING[0]}</p>", "<p>" + "<br>".join(SIGNED) + "</p>",
            '<ol class="voetnoten">' + "".join(f'<li id="n{m}">{esc(n)}</li>' for m, n in NOTES.items()) + "</ol>",
            "</article></main>", "<footer><p>Deze website is van niemand en bestaat niet.</p></footer></body></html>"]
    (OUT / "raad.html").write_text("\n".join(out) + "\n", encoding="utf-8")


def make_xml():
    esc = html.escape
    out = ['<?xml version="1.0" encoding="UTF-8"?>', "<officiele-publicatie>", "<metadata>",
           '<meta name="OVERHEIDop.dossiernummer" scheme="" content="21501-32"/>',
           '<meta name="OVERHEIDop.ondernummer" scheme="" content="1711"/>',
           '<meta name="OVERHEIDop.datumBrief" scheme="" content="2029-02-14"/>', "</metadata>", "<kamerstuk>",
           "<kamerstukkop><tekstregel inhoud=\"kameraanduiding\">Tweede Kamer der Staten-Generaal</tekstregel></kamerstukkop>",
           "<dossier><dossiernummer><dossiernr>21501-32</dossiernr></dossiernummer><titel>Landbouw- en Visserijraad</titel></dossier>",
           "<stuk><stuknr>Nr. <ondernummer>1711</ondernummer></stuknr><titel>Brief van de minister</titel>",
           '<datumtekst>14 februari 2029</datumtekst>', "<algemeen><vrije-tekst><tekst>",
           f"<aanhef>{SALUTATION}</aanhef>"]
    in_list = False
    for kind, text in BODY:
        text = esc(text, quote=False).replace("~", "").replace("COM(2028) 412", '<extref doc="x">COM(2028) 412</extref>')
        for mark, note in NOTES.items():
            text = text.replace("^" + mark, f'<noot id="n{mark}" type="voet"><noot.nr>{mark}</noot.nr><noot.al>{esc(note)}</noot.al></noot>')
        if (kind == "l") != in_list:
            out.append("</lijst>" if in_list else '<lijst type="expliciet">')
            in_list = not in_list
        out.append({"h": f"<tussenkop>{text}</tussenkop>", "p": f"<al>{text}</al>",
                    "l": f"<li><li.nr>–</li.nr><al>{text}</al></li>"}[kind])
    out += ["</tekst></vrije-tekst></algemeen>",
            f"<ondertekening><functie>{SIGNED[0]}</functie><naam>{SIGNED[1]}</naam></ondertekening>",
            "</stuk></kamerstuk></officiele-publicatie>"]
    (OUT / "raad.xml").write_text("\n".join(out) + "\n", encoding="utf-8")


def make_docx():
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.oxml import parse_xml

    file = docx.Document()
    section = file.sections[0]
    section.header.paragraphs[0].text = "Ministerie van Landbouw heeft dit gedrukt."
    section.footer.paragraphs[0].text = "Pagina 1 van 2"
    file.add_paragraph().add_run(SIDE[0])
    paragraph = file.add_paragraph(SIDE[1])
    paragraph.add_run().add_break()
    paragraph.add_run(SIDE[2])
    table = file.add_table(rows=0, cols=2)
    for name, value in FIELDS:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
    file.add_paragraph(SALUTATION)
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for kind, text in BODY:
        if kind == "h":
            file.add_heading(plain(text), level=2)
            continue
        paragraph = file.add_paragraph(style="List Bullet" if kind == "l" else None)
        for piece, mark in split_marks(text):
            # a word in bold, a tracked deletion and a tracked insertion
            if "steunt dit voorstel" in piece:
                before, after = piece.split("steunt dit voorstel", 1)
                paragraph.add_run(before)
                paragraph.add_run("steunt").bold = True
                paragraph._p.append(parse_xml(f'<w:del {w} w:id="1" w:author="x"><w:r><w:delText xml:space="preserve"> niet</w:delText></w:r></w:del>'))
                paragraph._p.append(parse_xml(f'<w:ins {w} w:id="2" w:author="x"><w:r><w:t xml:space="preserve"> dit voorstel</w:t></w:r></w:ins>'))
                paragraph.add_run(after)
            else:
                paragraph.add_run(piece)
            if mark:
                run = paragraph.add_run()
                reference = OxmlElement("w:footnoteReference")
                reference.set(qn("w:id"), mark)
                run._r.append(reference)
    file.add_paragraph(CLOSING[0])
    for line in SIGNED:
        file.add_paragraph(line)
    file.save(OUT / "raad.docx")


def make_odt():
    from odf.opendocument import OpenDocumentText
    from odf.style import Style, TextProperties
    from odf.text import H, List, ListItem, LineBreak, Note, NoteBody, NoteCitation, P, Span, Tab

    file = OpenDocumentText()
    bold = Style(name="Vet", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    file.automaticstyles.addElement(bold)
    address = P(text=SIDE[0])
    for line in SIDE[1:3]:
        address.addElement(LineBreak())
        address.addText(line)
    file.text.addElement(address)
    for name, value in FIELDS:
        field = P(text=name)
        field.addElement(Tab())
        field.addText(value)
        file.text.addElement(field)
    file.text.addElement(P(text=SALUTATION))
    current = None
    for kind, text in BODY:
        if kind == "h":
            file.text.addElement(H(outlinelevel=2, text=plain(text)))
            continue
        paragraph = P()
        for piece, mark in split_marks(text):
            if "steunt" in piece:
                before, after = piece.split("steunt", 1)
                paragraph.addText(before)
                paragraph.addElement(Span(stylename=bold, text="steunt"))
                paragraph.addText(after)
            else:
                paragraph.addText(piece)
            if mark:
                note = Note(noteclass="footnote")
                note.addElement(NoteCitation(text=mark))
                body = NoteBody()
                body.addElement(P(text=NOTES[mark]))
                note.addElement(body)
                paragraph.addElement(note)
        if kind == "l":
            if current is None:
                current = List()
                file.text.addElement(current)
            item = ListItem()
            item.addElement(paragraph)
            current.addElement(item)
        else:
            current = None
            file.text.addElement(paragraph)
    file.text.addElement(P(text=CLOSING[0]))
    for line in SIGNED:
        file.text.addElement(P(text=line))
    file.save(OUT / "raad.odt")


class Setter:
    """Breaks paragraphs into lines and pages of a PDF."""

    def __init__(self, canvas, font, size, columns, top, bottom, justify=False, words=False, hyphenate=False):
        self.canvas, self.font, self.size = canvas, font, size
        self.columns, self.top, self.bottom = columns, top, bottom
        self.justify, self.words, self.hyphenate = justify, words, hyphenate
        self.column, self.y, self.page = 0, top, 1
        self.notes = []
        self.furniture = lambda page: None

    def width(self, text, font=None):
        from reportlab.pdfbase.pdfmetrics import stringWidth
        return stringWidth(text, font or self.font, self.size)

    def begin(self):
        self.furniture(self.page)

    def advance(self, leading):
        self.y -= leading
        if self.y < self.bottom + 12 * len(self.notes):
            self.foot()
            if self.column + 1 < len(self.columns):
                self.column += 1
            else:
                self.canvas.showPage()
                self.page += 1
                self.column = 0
                self.begin()
            self.y = self.top

    def foot(self):
        left = self.columns[self.column][0]
        y = self.bottom - 4
        for mark in self.notes:
            self.canvas.setFont(self.font, self.size * 0.5)
            self.canvas.drawString(left, y + 3, mark)
            self.canvas.setFont(self.font, self.size * 0.72)
            self.canvas.drawString(left + 5, y, NOTES[mark])
            y -= 9
        self.notes = []

    def token_width(self, token, font):
        text = token
        for mark in NOTES:
            text = text.replace("^" + mark, "")
        return self.width(text, font)

    def paragraph(self, text, font=None, indent=0, bullet=None):
        font = font or self.font
        left, right = self.columns[self.column]
        space = self.width(" ", font)
        words = text.split(" ")
        line, used = [], 0.0
        full = right - left - indent
        lines = []
        while words:
            word = words.pop(0)
            bare = word.replace("~", "")
            needed = self.token_width(bare, font) + (space if line else 0)
            if used + needed <= full:
                line.append(bare)
                used += needed
                continue
            parts = word.split("~")
            head = ""
            if self.hyphenate and len(parts) > 1:
                for cut in range(len(parts) - 1, 0, -1):
                    start = "".join(parts[:cut]) + "-"
                    if used + space + self.token_width(start, font) <= full:
                        head, word = start, "~".join(parts[cut:])
                        break
            if head:
                line.append(head)
            lines.append((line, False))
            line, used = [], 0.0
            words.insert(0, word)
        lines.append((line, True))
        for at, (line, last) in enumerate(lines):
            left, right = self.columns[self.column]
            if bullet and at == 0:
                self.canvas.setFont(font, self.size)
                self.canvas.drawString(left, self.y, bullet)
            self.line(line, left + indent, right, font, last)
            self.advance(self.size * 1.3)

    def line(self, words, left, right, font, last):
        natural = sum(self.token_width(w, font) for w in words)
        space = self.width(" ", font)
        if self.justify and not last and len(words) > 1:
            space = min((right - left - natural) / (len(words) - 1), space * 2.2)
        x = left
        for at, word in enumerate(words):
            shown, marks = word, [m for m in NOTES if "^" + m in word]
            for mark in marks:
                shown = shown.replace("^" + mark, "")
            gap = "" if self.words or at + 1 == len(words) else " "
            if "3.000" in shown and not self.words:
                # a kerning gap in a number, as Word leaves it
                self.string(x, shown[:1], font)
                self.string(x + self.width(shown[:1], font) + self.size * 0.2, shown[1:] + gap, font)
                x += self.size * 0.2
            else:
                self.string(x, (shown.replace("fi", "ﬁ") if self.words else shown) + gap, font)
            x += self.width(shown, font)
            for mark in marks:
                self.canvas.setFont(font, self.size * 0.6)
                self.canvas.drawString(x, self.y + self.size * 0.35, mark)
                x += self.size * 0.3
                self.notes.append(mark)
            x += space

    def string(self, x, text, font):
        self.canvas.setFont(font, self.size)
        self.canvas.drawString(x, self.y, text)


def body(setter, bold, gap):
    for kind, text in BODY:
        if kind == "h":
            setter.advance(gap)
            setter.paragraph(text, bold)
        elif kind == "l":
            setter.paragraph(text, indent=12, bullet="•")
        else:
            setter.paragraph(text)
            setter.advance(gap)


def make_pdfs():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    fonts = "/usr/share/fonts/truetype/dejavu/"
    pdfmetrics.registerFont(TTFont("Serif", fonts + "DejaVuSerif.ttf"))
    pdfmetrics.registerFont(TTFont("Serif-Bold", fonts + "DejaVuSerif-Bold.ttf"))

    # as a ministry's word processor makes it: a narrow column at the right on every page
    # or with a narrow column at the left; the last one may be read by all but changed by none
    protected = StandardEncryption("", ownerPassword="eigenaar", canModify=0, strength=128)
    for name, main, side, lock in [("raad.pdf", (80, 445), 467, None), ("raad-left.pdf", (190, 550), 60, None),
                                   ("raad-protected.pdf", (80, 445), 467, protected)]:
        canvas = Canvas(str(OUT / name), pagesize=(595, 842), invariant=1, encrypt=lock)
        setter = Setter(canvas, "Helvetica", 9, [main], 560, 330)

        def furniture(page, main=main, side=side, canvas=canvas):
            canvas.setFont("Helvetica", 6.5)
            y = 760
            for line in SIDE if page == 1 else SIDE[4:]:
                canvas.drawString(side, y, line)
                y -= 9
            canvas.drawString(side, 50, "P")
            canvas.drawString(side + 5.5, 50, f"agina {page} van 2")
            if page == 1:
                canvas.setFont("Helvetica", 6.5)
                canvas.drawString(main[0], 790, "> Retouradres Postbus 20401 2500 EK Den Haag")
                canvas.setFont("Helvetica", 9)
                canvas.drawString(main[0], 740, "De voorzitter van de Tweede Kamer")
                canvas.drawString(main[0], 728, "der Staten-Generaal")
                for at, (field, value) in enumerate(FIELDS):
                    canvas.drawString(main[0], 640 - 13 * at, field)
                    canvas.drawString(main[0] + 60, 640 - 13 * at, value)

        setter.furniture = furniture
        setter.begin()
        setter.paragraph(SALUTATION)
        setter.advance(12)
        body(setter, "Helvetica-Bold", 9)
        for line in CLOSING + SIGNED:
            setter.paragraph(line)
            setter.advance(12)
        setter.foot()
        canvas.save()

    # as TeX makes it: justified, hyphenated, ligatures, no space characters
    canvas = Canvas(str(OUT / "raad-tex.pdf"), pagesize=(595, 842), invariant=1)
    setter = Setter(canvas, "Serif", 10, [(130, 465)], 700, 420, justify=True, words=True, hyphenate=True)

    def number(page):
        canvas.setFont("Serif", 10)
        canvas.drawCentredString(297, 90, str(page))

    setter.furniture = number
    setter.begin()
    for name, value in FIELDS:
        setter.paragraph(f"{name}: {value}")
    setter.advance(14)
    setter.paragraph(SALUTATION)
    setter.advance(14)
    body(setter, "Serif-Bold", 8)
    for line in CLOSING + SIGNED:
        setter.paragraph(line)
        setter.advance(10)
    setter.foot()
    canvas.save()

    # two columns under a running header
    canvas = Canvas(str(OUT / "raad-columns.pdf"), pagesize=(595, 842), invariant=1)
    setter = Setter(canvas, "Times-Roman", 9.5, [(60, 285), (310, 535)], 700, 560, justify=True, hyphenate=True)

    def header(page):
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(60, 800, "Geannoteerde agenda Landbouw- en Visserijraad")
        canvas.drawRightString(535, 60, f"Pagina {page}")
        if page == 1:
            canvas.setFont("Times-Roman", 9.5)
            for at, (name, value) in enumerate(FIELDS):
                canvas.drawString(60, 770 - 12 * at, f"{name}: {value}")
            canvas.drawString(60, 735, SALUTATION)

    setter.furniture = header
    setter.begin()
    body(setter, "Times-Bold", 6)
    for line in CLOSING + SIGNED:
        setter.paragraph(line)
        setter.advance(8)
    setter.foot()
    canvas.save()

    # a page without any text, as a scanner makes it
    canvas = Canvas(str(OUT / "scan.pdf"), pagesize=(595, 842), invariant=1)
    canvas.rect(80, 80, 400, 600, fill=1)
    canvas.save()
    # a letter that asks for a password
    canvas = Canvas(str(OUT / "encrypted.pdf"), pagesize=(595, 842), encrypt="geheim", invariant=1)
    canvas.drawString(80, 700, "Het kabinet steunt dit voorstel van de Commissie.")
    canvas.save()


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for make in (make_txt, make_md, make_html, make_xml, make_docx, make_odt, make_pdfs):
        make()
