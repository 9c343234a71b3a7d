"""How cost grows: with the number of letters, with their length, and what a second core gives.

    cargo build --release && python3 benches/scale/scale.py

Makes its input from the held-out raw letters (which it does not score) in a folder of its own and prints Markdown tables. Needs
Python 3 alone. Run it on a machine that does nothing else, and read ratios within a run, not seconds across runs.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "peers"))
from peers import run  # noqa: E402


def best(command, times=5):
    """The quickest of several runs, by wall-clock time."""
    return min(run(command) for _ in range(times))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--standpunt", default="target/release/standpunt")
    parser.add_argument("--letters", default="datasets/heldout/letters", type=Path)
    arguments = parser.parse_args()
    program = str(Path(arguments.standpunt).resolve())
    letters = sorted(arguments.letters.glob("*.txt"))
    work = Path(tempfile.mkdtemp(prefix="standpunt-scale-"))
    try:
        number_of_letters(program, letters, work)
        length_of_a_letter(program, letters, work)
        sentences(program, letters, work)
    finally:
        shutil.rmtree(work)


def number_of_letters(program, letters, work):
    print("| letters | CSV, 1 thread: letters/s | peak MiB | 2 threads: letters/s | peak MiB | gain |")
    print("|---:|---:|---:|---:|---:|---:|")
    for count in (10, 100, 1000):
        folder = work / str(count)
        folder.mkdir()
        for n in range(count):
            shutil.copy(letters[n % len(letters)], folder / f"{n:04}.txt")
        command = [program, "classify", str(folder), "--format", "csv", "--quiet", "--jobs"]
        one, two = best([*command, "1"], 3), best([*command, "2"], 3)
        print(f"| {count:,} | {count / one[0]:,.0f} | {one[2]:.0f} | {count / two[0]:,.0f} | {two[2]:.0f} | {one[0] / two[0]:.2f} × |", flush=True)


def length_of_a_letter(program, letters, work):
    bodies = [p.read_text(encoding="utf-8") for p in letters[:10]]
    nothing = work / "leeg.txt"
    nothing.write_text("Het kabinet steunt het voorstel van de Commissie.\n", encoding="utf-8")
    start = statistics.median(run([program, "classify", str(nothing)])[0] for _ in range(15))
    print(f"\none sentence, cold: {1000 * start:.1f} ms, {best([program, 'classify', str(nothing)])[2]:.0f} MiB\n")
    print("| letter, kB | pages of 3 kB | ms | ms above one sentence, a kB |")
    print("|---:|---:|---:|---:|")
    for times in (1, 3, 10, 30):
        path = work / f"lang-{times}.txt"
        path.write_text("\n\n".join((bodies * 3)[:times]), encoding="utf-8")
        size = path.stat().st_size / 1000
        seconds = best([program, "classify", str(path)], 9)[0]
        print(f"| {size:.0f} | {size / 3:.0f} | {1000 * seconds:.1f} | {1000 * (seconds - start) / size:.3f} |", flush=True)


def sentences(program, letters, work):
    parts = work / "zinnen.txt"
    lines = []
    for letter in letters:
        out = os.popen(f'"{program}" sentences "{letter}"').read()
        lines += out.splitlines()
    print("\n| sentences, one a line | 1 thread: a second | 2 threads: a second | gain | peak MiB |")
    print("|---:|---:|---:|---:|---:|")
    for count in (10_000, 30_000, 100_000):
        text = "".join(f"{lines[n % len(lines)]}\n" for n in range(count))
        parts.write_text(text, encoding="utf-8")
        command = [program, "classify", "--lines", str(parts), "--quiet", "--jobs"]
        one, two = best([*command, "1"], 3), best([*command, "2"], 3)
        print(f"| {count:,} | {count / one[0]:,.0f} | {count / two[0]:,.0f} | {one[0] / two[0]:.2f} × | {two[2]:.0f} |", flush=True)


if __name__ == "__main__":
    main()
