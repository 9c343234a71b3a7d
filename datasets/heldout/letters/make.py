#!/usr/bin/env python3
"""Typesets the held-out letters: LETTER.txt from ../*.csv, as the raw text in which such a letter arrives.

It lays out and writes no sentence: sentences come from the data, everything around them from frames.py. Layouts are those of a
ministry's house style, of `pdftotext -layout` with a side column, of printed Kamerstukken, of older letters, of text that lost
its letterhead, of fiches, and of questions and answers. Needs pyphen (Dutch hyphenation). The output is kept in the repository
and depends on nothing but the two inputs; run it again only when they change.
"""

import csv
import random
import re
import sys
from pathlib import Path

import pyphen

import frames

HERE = Path(__file__).resolve().parent
DUTCH = pyphen.Pyphen(lang="nl_NL")
FIRST_MARK = 0xE000  # a footnote mark inside a text is one private character until its line is set
HEADING = "\x02"  # begins a line of a heading until its page is set: a heading does not end a page
UNTITLED = {"Aanhef", "Aanbieding", "Introductie"}
GOES_ON = re.compile(r"^(Dit|Deze|Dat|Die|Hier|Daar|Ook|Wel|Zij|Het ging|Hij|Tegelijk|Echter|Daarnaast|Voorts|Verder|Bovendien|Om die reden|Tevens)")


class Layout:
    def __init__(self, name, rng):
        self.name = name
        self.width = {"house": 78, "side": 80, "print": 76, "old": 84, "bare": 82, "fiche": 80, "fiche-old": 84,
                      "questions-print": 76, "questions-letter": 80}[name]
        self.soft = name in ("print", "questions-print", "old")
        self.indent = " " * 25 if name in ("print", "questions-print") else ""
        self.lines = {"house": 46, "side": 48, "print": 58, "old": 52, "bare": 50, "fiche": 54, "fiche-old": 54,
                      "questions-print": 58, "questions-letter": 46}[name]
        self.marks = {"fiche": 0.09, "old": 0.06, "questions-print": 0.06}.get(name, 0.11)
        self.tight_heading = name in ("bare", "house", "questions-letter", "questions-print", "print") or rng.random() < 0.4


def rows():
    for path in sorted(HERE.parent.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def shown(text):
    """A text with its footnote marks as numbers."""
    return re.sub("[\ue000-\uefff]", lambda m: str(ord(m[0]) - FIRST_MARK), text)


def breaks(word, room, soft):
    """Where a word may end a line within `room` characters: (head, tail), longest head first."""
    found = []
    for match in re.finditer(r"(?<=[A-Za-zëïéö0-9]{2})-(?=[A-Za-zëïéö]{3})", word):
        found.append((word[: match.end()], word[match.end():]))
    plain = re.match(r"^[(‘']?([a-zëïéèöü]{11,})[.,;:)]*$", word)
    if soft and plain:
        start = plain.start(1)
        for at in DUTCH.positions(plain[1]):
            if 4 <= at <= len(plain[1]) - 4:
                found.append((word[: start + at] + "-", word[start + at:]))
    return sorted((f for f in found if len(shown(f[0])) <= room), key=lambda f: -len(f[0]))


def wrap(text, width, soft=False, first="", rest=""):
    lines, line = [], first
    empty = True
    for word in text.split(" "):
        while True:
            gap = 0 if empty else 1
            room = width - len(shown(line)) - gap
            if len(shown(word)) <= room or (empty and len(line) <= len(rest)):
                line += " " * gap + word
                empty = False
                break
            # words are broken only where the line would else stay short
            split = breaks(word, room, soft and room > 7)
            if split and room > 3:
                line += " " * gap + split[0][0]
                word = split[0][1]
            lines.append(line)
            line, empty = rest, True
    return lines + [line]


class Notes:
    """The footnotes of one letter: chosen without repetition, numbered as they come."""

    def __init__(self, rng, year):
        self.rng, self.year, self.texts = rng, year, []
        self.pool = list(frames.NOTES)
        rng.shuffle(self.pool)

    def mark(self):
        text = self.pool[len(self.texts) % len(self.pool)]
        if text in ("Zie voetnoot 1.", "Ibid.", "Idem, p. 14-17.") and not self.texts:
            text = "Kamerstuk {k}."
        dossier = f"{self.rng.choice(frames.DOSSIERS)}, nr. {self.rng.randint(41, 3890)}"
        self.texts.append(text.format(k=dossier, n=self.rng.randint(102, 979), y=self.year, p=self.year - 1))
        return chr(FIRST_MARK + len(self.texts))

    def glue(self, sentence, share):
        if len(self.texts) >= 18 or self.rng.random() > share or not sentence.endswith(".") or len(sentence) < 60:
            return sentence
        places = [m.end() for m in re.finditer(r"[a-z]{5,}(?=,? [a-z])", sentence)]
        closing = [m.end() for m in re.finditer(r"\)(?= [a-z])", sentence)]
        years = [m.end() for m in re.finditer(r"\b20[0-4]\d(?= [a-z])", sentence)]
        kind = self.rng.random()
        if kind < 0.10 and years:
            at = self.rng.choice(years)
        elif kind < 0.22 and closing:
            at = self.rng.choice(closing)
        elif kind < 0.45 and places:
            at = self.rng.choice(places)
        elif re.search(r"[a-zë)’']\.$", sentence):
            at = len(sentence)
        elif places:
            at = self.rng.choice(places)
        else:
            return sentence
        return sentence[:at] + self.mark() + sentence[at:]


def paragraphs(sentences, rng):
    """Groups of one to six sentences; a sentence that points back does not begin one."""
    groups, size = [[]], rng.randint(2, 5)
    for sentence in sentences:
        if len(groups[-1]) >= size and not (GOES_ON.match(sentence) and len(groups[-1]) < 6):
            groups.append([])
            size = rng.randint(2, 5)
        groups[-1].append(sentence)
    return groups


def body(letter, sections, layout, notes, rng):
    """The text of a letter as lines without page breaks; '' is an empty line."""
    lines = []

    def heading(text, space=True):
        if lines and space:
            lines.append("")
        lines.extend(HEADING + line for line in wrap(text, layout.width - 4))
        if not layout.tight_heading:
            lines.append("")

    fiche = layout.name.startswith("fiche")
    if letter in frames.FICHES:
        facts(frames.FICHES[letter], frames.LETTERS[letter][1], layout, lines)
    position = any(title.startswith("3.") for title, _ in sections)
    numbered = layout.name == "old" and not any(re.match(r"\d", title) for title, _ in sections)
    number = 0
    for title, sentences in sections:
        if layout.name.startswith("questions"):
            question(letter, title, layout, lines, heading)
        elif title in UNTITLED and not lines or title == "Inleiding" and rng.random() < 0.5:
            pass
        else:
            if fiche and not position and re.match(r"(a[).] |3a\.|Essentie Nederlands)", title) and any(
                    t.startswith("2. Essentie") for t, _ in sections):
                heading(frames.POSITION)
                position = True
                layout_space = False
            else:
                layout_space = True
            number += 1
            text = frames.LONGER.get((letter, title), title)
            heading(f"{number}. {text}" if numbered else text, layout_space)
        groups = paragraphs([notes.glue(s, layout.marks) for s in sentences], rng)
        for at, group in enumerate(groups):
            if at and not lines[-1] == "":
                lines.append("")
            lines.extend(wrap(" ".join(group), layout.width, layout.soft))
    return lines


def facts(fiche, ministry, layout, lines):
    title, received, number, party = fiche
    lines.append("1. Algemene gegevens")
    items = [("a) Titel voorstel", title), ("b) Datum ontvangst Commissiedocument", received), ("c) Nr. Commissiedocument", number),
             ("d) Behandelingstraject Raad", party), ("e) Eerstverantwoordelijk ministerie", f"Ministerie van {ministry}")]
    for name, text in items:
        lines.append(name)
        lines.extend(wrap(text, layout.width))
        lines.append("")
    lines.pop()


def question(letter, title, layout, lines, heading):
    numbers = [int(n) for n in re.findall(r"\d+", title)]
    for number in numbers:
        heading(f"Vraag {number}")
        lines.extend(wrap(frames.QUESTIONS[letter][number], layout.width, layout.soft))
    joined = " en ".join(str(n) for n in numbers)
    if layout.name == "questions-print":
        heading(f"Antwoord {joined}")
    elif letter.endswith("05"):
        heading(f"Antwoord op vraag {joined}" if len(numbers) == 1 else f"Antwoord op de vragen {joined}")
    else:
        heading(f"Antwoord op vraag {joined}" if len(numbers) > 1 else "Antwoord")


def set_notes(numbers, notes, layout):
    """The footnotes of one page."""
    lines = []
    for number in numbers:
        text = notes.texts[number - 1]
        if layout.name in ("print", "questions-print"):
            lines.append(layout.indent + str(number))
            lines.extend(layout.indent + line for line in wrap(text, layout.width + 6, first="  ", rest="  "))
        elif layout.name == "bare":
            lines.extend(wrap(f"{number}{text}", layout.width))
        elif layout.name == "fiche-old":
            lines.extend(wrap(f"{number}  {text}", layout.width))
        else:
            lines.extend(wrap(f"{number} {text}", layout.width))
    return lines


def pages(lines, first, layout, notes):
    """Cuts lines into pages that hold their footnotes; `first` is the room on the first page."""
    result, page, numbers, room = [], [], [], first
    for line in lines:
        new = [ord(c) - FIRST_MARK for c in line if "\ue000" <= c <= "\uefff"]
        height = len(page) + 1 + len(set_notes(numbers + new, notes, layout))
        if page and height > room:
            kept = len(page)
            while kept > 2 and (page[kept - 1].startswith(HEADING) or page[kept - 1] == ""):
                kept -= 1
            carried = page[kept:] if any(p.startswith(HEADING) for p in page[kept:]) else []
            if carried:
                page = page[:kept]
            result.append((page, numbers))
            page, numbers, room = [p for i, p in enumerate(carried) if p or i], [], layout.lines
            if line == "" and not page:
                continue
        page.append(line)
        numbers = numbers + new
    result.append((page, numbers))
    return result


def letterhead(layout, meta, rng):
    """What stands above the text, and what stands beside or above it on the next pages."""
    _, ministry, date, subject, _ = meta
    directorates, street, box, mark = frames.MINISTRIES[ministry]
    directorate = rng.choice(directorates).split("|")
    street = street.split("|")
    reference = f"{mark}{date[-4:]}{rng.randint(10000, 99999)}" if mark.endswith("-") else f"{mark}{rng.randint(1000000, 9999999)}"
    enclosures = str(rng.randint(1, 3)) if rng.random() < 0.6 else ""
    salutation = rng.choice(["Geachte voorzitter,", "Geachte Voorzitter,"]) if layout.name == "old" else "Geachte voorzitter,"
    name = layout.name
    if name in ("house", "questions-letter"):
        about = rng.choice(["Onze referentie", "Ons kenmerk"])
        top = [f"> Retouradres {box}", "", "Aan de Voorzitter van de", "Tweede Kamer der Staten-Generaal", "Prinses Irenestraat 6",
               "Den Haag", "", f"Ministerie van {ministry}", *directorate, *street, "www.rijksoverheid.nl", "", about, reference]
        if name == "questions-letter":
            top += ["", "Uw brief van", date.split(" ", 1)[1], "Uw kenmerk", f"{date[-4:]}Z{rng.randint(10000, 22000)}"]
        if enclosures:
            top += ["", "Bijlage(n)", enclosures]
        top += ["", f"Datum {date}", *wrap(f"Betreft {subject}", layout.width), "", salutation, ""]
        return top, [f"Ministerie van {ministry}", *directorate, "", about, reference, ""]
    if name == "side":
        left = ["Aan de Voorzitter van de Tweede Kamer", "der Staten-Generaal", "Postbus 20018", "2500 EA DEN HAAG", "", "", "", "", "", "",
                f"Datum          {date}", *wrap(subject, 64, first="Betreft        ", rest="               "), "", ""]
        right = [*(f"Ministerie van {ministry}" if len(ministry) < 16 else f"Ministerie van|{ministry}").split("|"), *directorate, *street, "",
                 "Kenmerk", reference] + (["", "Bijlage(n)", enclosures] if enclosures else [])
        height = max(len(left), len(right))
        left += [""] * (height - len(left))
        right += [""] * (height - len(right))
        top = [f"> Retouradres {box}", "", ""] + [(f"{a:<86}{b}" if b else a) for a, b in zip(left, right)]
        following = [(" " * 86 + line) if line else "" for line in [f"Ministerie van {ministry}"[:40], *directorate, "", "Kenmerk", reference]]
        return top + ["", "", salutation, ""], following
    if name == "old":
        top = [f"Ministerie van {ministry}", "", "Aan de Voorzitter van de Tweede Kamer", "der Staten-Generaal", "Postbus 20018", "2500 EA Den Haag",
               "", "", f"Uw brief (kenmerk)        Ons kenmerk               Datum", f"{'':<26}{reference:<26}{date}" if rng.random() < .5 else f"Ons kenmerk   {reference}",
               f"Datum         {date}" , "", *wrap(f"Onderwerp     {subject}", layout.width, rest=" " * 14), "", "", salutation, ""]
        if top[9].startswith("Ons"):
            top[8] = ""
        else:
            top[10] = ""
        return top, [reference, ""]
    if name == "print":
        number, dossier, piece, kind = subject.split("|")
        year = int(date[-4:]) - (0 if "september" in date or "oktober" in date or "november" in date or "december" in date else 1)
        pad = layout.indent
        top = ["Tweede Kamer der Staten-Generaal" + " " * 61 + "2", "", f"Vergaderjaar {year}–{year + 1}", "", "", "",
               *[f"{number:<25}{line}" if i == 0 else pad + line for i, line in enumerate(wrap(dossier, 60))], "", "",
               *[f"Nr. {piece:<21}{line}" if i == 0 else pad + line for i, line in enumerate(wrap(kind, 60))], "",
               pad + "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal", "", pad + f"Den Haag, {date}", ""]
        return top, []
    if name == "questions-print":
        year = int(date[-4:]) - (0 if "november" in date else 1)
        pad, who = layout.indent, meta[4][0]
        number = rng.randint(400, 3300)
        asked = wrap(f"Vragen van de leden Roelfsema en Baarda aan de {who[0]} van {ministry} over {subject} (ingezonden {rng.randint(2, 9)} {'oktober' if 'november' in date else 'maart'} {date[-4:]}).", 76)
        answered = wrap(f"Antwoord van {who[0]} {who[1]} ({ministry}) (ontvangen {date}).", 76)
        top = ["Tweede Kamer der Staten-Generaal" + " " * 61 + "2", "", f"Vergaderjaar {year}–{year + 1}    Aanhangsel van de Handelingen", "", "", "",
               pad + "Vragen gesteld door de leden der Kamer, met de daarop door de", pad + "regering gegeven antwoorden", "", "", pad + str(number), "",
               *[pad + line for line in asked + answered], ""]
        return top, []
    if name == "bare":
        return [f" > Retouradres {box}", ""], []
    title = rng.choice(["Fiche {n}: ", "Fiche {n}: ", "BNC-fiche: "]).format(n=rng.randint(1, 5)) + subject
    return [*wrap(title, layout.width), ""], []


def foot(layout, meta, number, count, rng_id):
    """The lines at the foot of a page."""
    date, subject = meta[2], meta[3]
    if layout.name in ("house", "questions-letter"):
        return ["", f"Pagina {number} van {count}"]
    if layout.name == "side":
        return ["", "", " " * 86 + f"Pagina {number} van {count}"]
    if layout.name == "old":
        return ["", f"Pagina {number}/{count}" if rng_id % 2 else f"{number}"]
    if layout.name in ("fiche", "fiche-old"):
        return ["", f"{number}" if rng_id % 3 else " " * 38 + f"{number}"]
    if layout.name in ("print", "questions-print"):
        year = int(date[-4:]) - (0 if any(m in date for m in ("september", "oktober", "november", "december")) else 1)
        if layout.name == "print":
            dossier, _, piece, _ = subject.split("|")
            code, what = f"kst-{dossier.replace(' ', '')}-{piece}", f"{dossier}, nr. {piece}"
        else:
            code, what = f"ah-tk-{year}{year + 1}-{1200 + rng_id}", "Aanhangsel"
        return ["", "", "", code, "ISSN 0921 - 7398", f"’s-Gravenhage {date[-4:]}       Tweede Kamer, vergaderjaar {year}–{year + 1}, {what}{'':<16}{number}"]
    return []


def signature(layout, meta, rng):
    if not meta[4] or layout.name == "questions-print":
        return []
    lines = [""]
    if layout.name in ("side", "old") and rng.random() < 0.7 or layout.name == "questions-letter":
        lines += ["Hoogachtend,", ""]
    for title, name in meta[4]:
        lines += [*wrap(title, 60), *([] if layout.name == "print" else ["", ""]), name, ""]
    return lines[:-1]


def typeset(letter, sections):
    rng = random.Random(letter)
    meta = frames.LETTERS[letter]
    layout = Layout(meta[0], rng)
    notes = Notes(rng, int(meta[2][-4:]))
    head, following = letterhead(layout, meta, rng)
    lines = body(letter, sections, layout, notes, rng) + signature(layout, meta, rng)
    cut = pages(lines, max(12, layout.lines - len(head)), layout, notes)
    number_id = int(letter[-2:])
    out = []
    for number, (page, numbers) in enumerate(cut, 1):
        text = [layout.indent + shown(line).removeprefix(HEADING) if line else "" for line in page]
        if number > 1 and layout.name == "side":
            # the side column stands beside the first lines of the page
            text += [""] * (len(following) - len(text))
            text = [f"{line:<86}{following[i].strip()}" if i < len(following) and following[i] else line for i, line in enumerate(text)]
        elif number > 1:
            text = following + text
        if number == 1:
            text = head + text
        if layout.name == "bare":
            text = [line + (" " if line and rng.random() < 0.9 else "") for line in text]
            if number > 1 and text:
                text[0] = " " + text[0]
        below = set_notes(numbers, notes, layout)
        if below:
            text += [""] * rng.randint(1, 3) + (["_" * 20] if layout.name == "old" and number_id % 3 == 0 else []) + below
        text += foot(layout, meta, number, len(cut), number_id)
        if layout.name in ("side", "print", "questions-print") and number > 1:
            text[0] = "\f" + text[0]
        elif layout.name in ("house", "questions-letter", "old") and number < len(cut):
            text += [""]
        out += [line.rstrip() if layout.name != "bare" else line for line in text]
    return "\n".join(out).strip("\n") + "\n"


def main():
    letters = {}
    for row in rows():
        sections = letters.setdefault(row["letter"], [])
        if not sections or sections[-1][0] != row["section"]:
            sections.append((row["section"], []))
        sections[-1][1].append(row["sentence"])
    missing = sorted(set(letters) ^ set(frames.LETTERS))
    if missing:
        sys.exit(f"letters of the data and of frames.py differ: {', '.join(missing)}")
    for letter, sections in letters.items():
        (HERE / f"{letter}.txt").write_text(typeset(letter, sections), encoding="utf-8")


if __name__ == "__main__":
    main()
