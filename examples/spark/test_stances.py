"""Runs both ways on a local Spark of two threads and holds them against the program itself.

    STANDPUNT=/path/to/standpunt pytest test_stances.py
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

import stances

LETTERS = {
    "visserij": "Het kabinet verwelkomt het nieuwe visserijplan. Het plan verdeelt de vangsten over de kustgebieden. "
    "Nederland maakt zich wel zorgen over de kosten voor kleine schepen.",
    "treinen": "Inzet\n\nNederland steunt een snellere nachttrein naar het noorden. De Raad spreekt hier in mei over.\n\n"
    "Vervolg\n\nHet kabinet zal de uitwerking op haar merites beoordelen.",
    "honing": "De Commissie wil het etiket op potten honing veranderen. Het kabinet vindt dat dit te veel papierwerk geeft.",
    "map/waterstof.v2": "Het kabinet is voorstander van een waterstofnet langs de rivieren. Het net is 3.000 km lang, d.w.z. "
    "langer dan nu. Nederland is geen voorstander van een verplicht tarief.",
    "satelliet": "Op 4 mei a.s. komt de Raad bijeen. Het kabinet kan zich vinden in het voorstel over satellieten.",
    "één «kort»": "Nederland wacht een voorstel af en zal dit te zijner tijd beoordelen.",
}


# the workers run the Python that runs the tests
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


def lines_of(letters):
    return [json.dumps({"name": name, "text": text}, ensure_ascii=False) for name, text in letters]


@pytest.fixture(scope="session")
def program():
    return stances.find_program()


@pytest.fixture(scope="session")
def spark():
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        # several batches a partition, as large data has
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "2")
        .getOrCreate()
    )
    session.sparkContext.addPyFile(str(Path(stances.__file__)))
    yield session
    session.stop()


@pytest.fixture(scope="session")
def direct(program):
    """The program itself on the same lines."""
    command = [program, "classify", "--jsonl-input", "-", "--format", "jsonl", "--quiet"]
    ran = subprocess.run(
        command, input="\n".join(lines_of(LETTERS.items())) + "\n", capture_output=True, encoding="utf-8", check=True
    )
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert {row["source"] for row in rows} == set(LETTERS)
    assert len(rows) >= 12 and len({row["label"] for row in rows}) >= 3
    return rows


def frame(spark, letters, partitions=2):
    lines = spark.sparkContext.parallelize(list(letters), partitions)
    return spark.createDataFrame(lines, "name string, text string")


def values(row):
    return [row[column] for column in stances.COLUMNS]


def wanted(direct):
    return [[row["source"]] + [row[c] for c in stances.COLUMNS[1:-1]] + [None] for row in direct]


def test_pipe_gives_what_the_program_gives(spark, program, direct):
    lines = spark.sparkContext.parallelize(lines_of(LETTERS.items()), 2)
    said = stances.with_pipe(lines, program)
    assert said.getNumPartitions() == 2
    assert [json.loads(line) for line in said.collect()] == direct


def test_pandas_gives_what_the_program_gives(spark, program, direct):
    letters = frame(spark, LETTERS.items())
    assert letters.rdd.getNumPartitions() == 2
    assert [values(row) for row in stances.with_pandas(letters, program).collect()] == wanted(direct)


def test_sentences_keep_their_order_within_a_letter_wherever_it_lands(spark, program, direct):
    for partitions in (1, 3, 6, 9):
        letters = frame(spark, reversed(LETTERS.items()), partitions)
        rows = stances.with_pandas(letters, program).collect()
        for name in LETTERS:
            of_letter = [values(row) for row in rows if row["name"] == name]
            assert of_letter == [row for row in wanted(direct) if row[0] == name]


def test_a_broken_letter_is_reported_and_the_rest_is_done(spark, program, direct):
    letters = list(LETTERS.items())
    letters.insert(2, ("leeg", ""))
    letters.insert(5, ("niets\nvan", None))
    rows = stances.with_pandas(frame(spark, letters), program).collect()
    broken = {row["name"]: row["error"] for row in rows if row["error"] is not None}
    assert set(broken) == {"leeg", "niets\nvan"}
    assert all("empty" in reason for reason in broken.values())
    assert [values(row) for row in rows if row["error"] is None] == wanted(direct)


def test_a_broken_line_fails_a_strict_pipe_and_is_left_out_of_another(spark, program, direct):
    lines = lines_of(LETTERS.items())
    lines.insert(1, '{"name": "kapot", "tekst')
    lines = spark.sparkContext.parallelize(lines, 2)
    with pytest.raises(Exception, match="code 2"):
        stances.with_pipe(lines, program).collect()
    rest = stances.with_pipe(lines, program, strict=False).collect()
    assert [json.loads(line) for line in rest] == direct


def test_two_letters_of_one_name_stay_two(spark, program):
    letters = [("brief", LETTERS["honing"]), ("brief", LETTERS["visserij"])]
    rows = stances.with_pandas(frame(spark, letters, 1), program).collect()
    assert [(row["name"], row["number"]) for row in rows] == [("brief", n) for n in (1, 2, 1, 2, 3)]


def test_more_than_a_pipe_holds_goes_through_in_order(spark, program, direct):
    letters = [(f"brief {i}", LETTERS["visserij"] + "\n\n" + "De Raad spreekt hier later over. " * 40) for i in range(400)]
    rows = stances.with_pandas(frame(spark, letters), program).collect()
    assert len(rows) == 400 * 43
    order = [(row["name"], row["number"]) for row in rows]
    assert order == [(f"brief {i}", n) for i in range(400) for n in range(1, 44)]


def test_a_program_that_cannot_start_its_work_fails_the_job(spark, program):
    letters = frame(spark, LETTERS.items())
    with pytest.raises(Exception, match="geen.model"):
        stances.with_pandas(letters, program, model="/geen.model").collect()


def test_an_empty_partition_gives_no_rows(spark, program):
    letters = spark.createDataFrame([], "name string, text string")
    assert stances.with_pandas(letters, program).collect() == []
