"""Train one of the studies' many networks, and show what they answer.

python -m experiments.studies.run failures            trains what is not trained yet, and prints a table
python -m experiments.studies.run failures --plot     also draws docs/study-failures.png
python -m experiments.studies.run --help              lists the studies

Each training is a row of experiments/results/NAME.csv, written when it ends. A study that was stopped goes on
where it was. First: python -m pip install -r experiments/requirements.txt
"""

import argparse
import contextlib
import importlib
import site
import sys
from concurrent.futures import BrokenExecutor, CancelledError
from functools import partial

if __name__ == "__main__":
    import support.script.start  # noqa: F401  before all else

try:
    from joblib import Parallel, delayed, parallel_config
except ImportError as error:
    sys.exit(f"studies need more ({error}): python -m pip install -r experiments/requirements.txt")
from tqdm import tqdm

from experiments.studies import resultFiles
from experiments.studies.allStudies import STUDIES
from experiments.studies.oneTraining import measure
from experiments.studies.table import table
from support.figures import figureFiles
from support.script.fault import Fault
from support.script.options import positiveInteger
from support.script.paths import DOCS, ROOT
from support.script.runScript import runScript

PATIENCE = 10  # seconds for a Dask scheduler to answer


def main():
    chosen = parseArguments()
    study = STUDIES[chosen.name]
    path = resultFiles.pathOf(chosen.name)
    if chosen.plot:
        figureFiles.checkWritable(DOCS)
    with onCluster(chosen.dask) if chosen.dask else contextlib.nullcontext():
        trainAll(study, path, chosen.jobs or -1)
    results = resultFiles.bySettings(resultFiles.read(path), study.settings)
    print(study.question)
    print(*table(results), sep="\n")
    if chosen.plot:
        figureFiles.save(study.draw(results), DOCS, f"study-{chosen.name}.png")


def parseArguments():
    studies = "\n".join(
        f"  {name:10} {study.question} ({len(study.settings) * study.seeds} trainings)"
        for name, study in STUDIES.items()
    )
    parser = argparse.ArgumentParser(
        description=f"Train many networks to answer a question:\n{studies}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=STUDIES, metavar="NAME", help="which study")
    parser.add_argument(
        "--jobs", type=positiveInteger, metavar="N", help="trainings at a time (default: one per core)"
    )
    parser.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="train on the Dask cluster of this scheduler, whose workers have this folder too",
    )
    parser.add_argument("--plot", action="store_true", help="draw the results to docs/study-NAME.png")
    return parser.parse_args()


@contextlib.contextmanager
def onCluster(address):
    """Within it, joblib gives the trainings to a Dask cluster, whose machines all have this folder.

    Raises Fault if no scheduler answers, or it has no workers, or one of them can't import our modules:
    joblib would wait for ever.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise Fault("--dask needs: python -m pip install -r experiments/requirements.txt") from error
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise Fault(f"no Dask scheduler answers at {address} ({error}): start one there") from error
    with client, parallel_config(backend="dask"):
        if not client.ncores():
            raise Fault(f"the Dask scheduler at {address} has no workers: start some")
        addFolder = partial(site.addsitedir, str(ROOT))
        client.run_on_scheduler(addFolder)
        client.register_worker_callbacks(addFolder)  # also those that join later
        try:
            client.run_on_scheduler(importlib.import_module, measure.__module__)
            client.run(importlib.import_module, measure.__module__)
        except ImportError as error:
            raise Fault(
                f"the Dask cluster can't train ({error}): its machines need this folder, {ROOT}, "
                "and what experiments/requirements.txt names"
            ) from error
        yield


def trainAll(study, path, jobs=-1):
    """Do the trainings that the file at path has no row for; append each row when its training ends.

    All settings are trained with one seed before the next: a study that is stopped has tried them all.
    Raises Fault if the file is damaged, another study is at work on it, or a worker is lost.
    """
    wanted = [(settings, seed) for seed in range(1, study.seeds + 1) for settings in study.settings]
    with resultFiles.locked(path):
        done = {(row["settings"], row["seed"]) for row in resultFiles.read(path)}
        left = [training for training in wanted if training not in done]
        rows = Parallel(n_jobs=jobs, return_as="generator_unordered")(
            delayed(measure)(settings, seed) for settings, seed in left
        )
        bar = tqdm(rows, total=len(wanted), initial=len(wanted) - len(left), unit=" trainings")
        with resultFiles.Appending(path) as results:
            try:
                for row in bar:
                    results.append(row)
            except (BrokenExecutor, CancelledError) as error:
                lost = type(error).__name__
                raise Fault(f"a worker was lost ({lost}): start again, it goes on where it was") from error


if __name__ == "__main__":
    runScript(main)
