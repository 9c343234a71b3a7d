"""Labels letters on Spark: every partition runs one `standpunt` program and streams its letters through it.

Two ways:

* `with_pipe`: an RDD of JSON lines becomes an RDD of JSON lines (`RDD.pipe`);
* `with_pandas`: a DataFrame of letters becomes a DataFrame of sentences (`DataFrame.mapInPandas`), in which a letter that cannot be
  read is a row of its own that says why.

A letter is `{"name": "...", "text": "..."}`. The program must stand at the same path on every machine; the model is inside it.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading

import pandas as pd

SCHEMA = (
    "name string, section string, number int, sentence string, label string, second string, "
    "probability double, error string"
)
COLUMNS = [column.split()[0] for column in SCHEMA.split(", ")]
ROWS_AT_ONCE = 10_000


def find_program():
    """The program to run: what STANDPUNT names, or the `standpunt` on the PATH."""
    program = os.environ.get("STANDPUNT") or shutil.which("standpunt")
    if not program or not os.access(program, os.X_OK):
        raise FileNotFoundError("no standpunt program: set STANDPUNT to its path")
    return os.path.abspath(program)


def command(program, model=None):
    """The program's command line. One thread: Spark already runs a task a core."""
    line = [program, "classify", "--jsonl-input", "-", "--format", "jsonl", "--quiet", "--jobs", "1"]
    return line + ["--model", model] if model else line


def with_pipe(lines, program, model=None, strict=True):
    """Letters as JSON lines (RDD) become sentences as JSON lines (RDD), in the order of the letters.

    strict: a letter that cannot be read fails the job. Otherwise it is left out; the executor's log says why.
    """
    return lines.pipe(shlex.join(command(program, model)), checkCode=strict)


def with_pandas(letters, program, model=None):
    """Letters with columns `name` and `text` (DataFrame) become sentences with the columns of SCHEMA (DataFrame).

    The letters of a partition keep their order, and so do the sentences of a letter. In the place of a letter that could not be read
    stands one row: its name, nothing else, and the reason in `error`.
    """
    line = command(program, model) + ["--failures"]
    return letters.select("name", "text").mapInPandas(lambda batches: label_partition(batches, line), SCHEMA)


def label_partition(batches, line):
    """Streams the letters of one partition through one program and yields its sentences as they come."""
    names = []
    broken_off = []
    failed = False
    # errors go to a file: a pipe that nobody reads would fill up and stop the program
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        program = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
        )
        # a thread of its own writes, so that neither side waits for the other with a full pipe
        writer = threading.Thread(target=feed, args=(program, batches, names, broken_off), daemon=True)
        writer.start()
        try:
            rows = []
            for text in program.stdout:
                rows.append(row(json.loads(text), names))
                failed = failed or rows[-1][-1] is not None
                if len(rows) == ROWS_AT_ONCE:
                    yield pd.DataFrame(rows, columns=COLUMNS)
                    rows = []
            writer.join()
            code = program.wait()
        finally:
            program.kill()
            program.wait()
        if broken_off and not isinstance(broken_off[0], BrokenPipeError):
            raise broken_off[0]
        if broken_off or code != (2 if failed else 0):
            errors.seek(0)
            raise RuntimeError(f"standpunt ended with code {code} before it was done:\n{errors.read()}")
    yield pd.DataFrame(rows, columns=COLUMNS)


def feed(program, batches, names, broken_off):
    """Writes one JSON line a letter. Letters are numbered, so that any name will do, also twice."""
    try:
        with program.stdin as target:
            for batch in batches:
                for name, text in zip(batch["name"], batch["text"]):
                    names.append(name)
                    text = text if isinstance(text, str) else ""
                    target.write(json.dumps({"name": str(len(names) - 1), "text": text}) + "\n")
    except Exception as error:  # handed to the thread that answers to Spark
        broken_off.append(error)


def row(said, names):
    """One sentence, or one letter that could not be read, as a row of SCHEMA."""
    return [names[int(said["source"])]] + [said.get(column) for column in COLUMNS[1:]]


def main():
    """Labels a folder of JSON lines and writes a folder of JSON lines."""
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("letters", help="JSON lines with `name` and `text`: a file or folder that Spark can read")
    parser.add_argument("out", help="folder for the result; it must not exist yet")
    parser.add_argument("--way", choices=["pandas", "pipe"], default="pandas")
    parser.add_argument("--model", help="model file, at the same path on every machine [default: the one in the program]")
    given = parser.parse_args()

    program = find_program()
    spark = SparkSession.builder.appName("standpunt").getOrCreate()
    broken = []
    if given.way == "pipe":
        with_pipe(spark.sparkContext.textFile(given.letters), program, given.model).saveAsTextFile(given.out)
    else:
        letters = spark.read.schema("name string, text string").json(given.letters)
        with_pandas(letters, program, given.model).write.json(given.out)
        broken = spark.read.schema(SCHEMA).json(given.out).where("error is not null").collect()
    spark.stop()
    for row in broken:
        print(f"{row['name']}: {row['error']}", file=sys.stderr)
    sys.exit(2 if broken else 0)


if __name__ == "__main__":
    main()
