"""The project's own folders, wherever it is and from wherever it is run."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "data"
TRAINED = ROOT / "trainedData"
WIDE = TRAINED / "wide"  # more neurons, for your own digits
EYES = TRAINED / "eyes"  # what finds digits in a picture
DOCS = ROOT / "docs"
