"""The results of a study: a CSV file with a row per training, written when it ends."""

import contextlib
import csv
import os

import numpy as np
from filelock import FileLock, Timeout

from support.script.fault import Fault, reason
from support.script.paths import ROOT

FOLDER = ROOT / "experiments" / "results"
NUMBERS = (
    "accuracy",
    "trainingAccuracy",
    "meanCost",
    "firstImageCost",
    "lostDigits",
    "deadOutputs",
    "saturatedNeurons",
    "seconds",
)
COLUMNS = ("settings", "seed", "measuredOn", *NUMBERS)


def pathOf(name):
    return FOLDER / f"{name}.csv"


def read(path):
    """The rows, as oneTraining.measure returns them; none if there is no file.

    A last line without its end was cut off, and is left out. Raises Fault if the file can't be read, or has
    other columns, or a damaged row.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        reader = csv.DictReader(line for line in lines if line.endswith("\n"))
        if reader.fieldnames is not None and tuple(reader.fieldnames) != COLUMNS:
            raise Fault(f"{path} has other columns than {', '.join(COLUMNS)}: move it elsewhere")
        return [rowOf(fields) for fields in reader]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Fault(f"{path} can't be read ({reason(error)}): make it readable, or move it away") from error
    except (ValueError, csv.Error) as error:
        raise Fault(f"{path} is damaged ({error}): correct that line, or move the file elsewhere") from error


def rowOf(fields):
    """A row of what csv.DictReader found in a line. Raises ValueError if it isn't one."""
    if None in fields or None in fields.values():
        raise ValueError(f"not {len(COLUMNS)} columns at seed {fields['seed']} of '{fields['settings']}'")
    row = fields | {"seed": int(fields["seed"])} | {column: float(fields[column]) for column in NUMBERS}
    if not all(np.isfinite(row[column]) for column in NUMBERS):
        raise ValueError(f"no number at seed {row['seed']} of '{row['settings']}'")
    return row


@contextlib.contextmanager
def locked(path):
    """Within it, no other study works on the file. Raises Fault if one does already."""
    lock = FileLock(f"{path}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Fault(f"another study is at work on {path}: wait until it has ended") from error
    except OSError as error:
        raise Fault(f"{path} can't be written ({reason(error)}): make room for it there") from error
    try:
        yield
    finally:
        lock.release()


class Appending:
    """Within it, `append` adds a row to the file, which is on the disk when append returns."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        try:
            self.file = open(self.path, "a", newline="", encoding="utf-8")
        except OSError as error:
            raise Fault(f"{self.path} can't be written ({reason(error)}): make it writable") from error
        cutPartialLine(self.path)
        self.writer = csv.DictWriter(self.file, COLUMNS, lineterminator="\n")
        if os.path.getsize(self.path) == 0:
            self.writer.writeheader()
        return self

    def __exit__(self, *exception):
        self.file.close()

    def append(self, row):
        self.writer.writerow(row)
        self.file.flush()


def cutPartialLine(path):
    """Shorten the file to its last whole line: a killed program may leave half a line."""
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)


def bySettings(rows, settings):
    """What a study measured: for each of the settings, in order, each number's array over the seeds."""
    results = {}
    for wanted in settings:
        chosen = [row for row in rows if row["settings"] == wanted]
        results[wanted] = {column: np.array([row[column] for row in chosen]) for column in NUMBERS}
    return results
