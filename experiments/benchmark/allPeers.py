"""The programs that the benchmark compares, and the training that each runs."""

from dataclasses import dataclass

IMAGES = 60_000
ONE_MINISET = 0  # images of a peer that takes the same mini-set again and again


@dataclass(frozen=True)
class Training:
    """The training that is compared, and how many of its epochs a peer really runs."""

    epochs: int
    minisetSize: int
    measuredEpochs: int


SHORT = Training(epochs=4, minisetSize=100, measuredEpochs=4)
LONG = Training(epochs=100, minisetSize=10, measuredEpochs=2)


@dataclass(frozen=True)
class Peer:
    """A row of the table; module None is main.py itself."""

    name: str
    module: str | None
    precision: str = "double"
    oneThread: bool = True  # of the BLAS; or else as many as the program chooses
    package: str | None = None  # which must be installed
    images: int = IMAGES

    def command(self, training, seed, output):
        size = ["--miniset-size", str(training.minisetSize), "--seed", str(seed)]
        epochs = ["--epochs", str(training.measuredEpochs)]
        if self.module is None:
            return ["main.py", "--no-picker", "--print-every", "0", "--output", output, *size, *epochs]
        if self.images == ONE_MINISET:
            images = training.minisetSize
            epochs = ["--epochs", str(training.measuredEpochs * IMAGES // images)]
        else:
            images = self.images
        precision = {"double": "float64", "single": "float32"}[self.precision]
        module = ["-m", f"experiments.benchmark.{self.module}", "--precision", precision]
        return [*module, "--images", str(images), *size, *epochs]

    def scale(self, training):
        """How many times longer the training is than the part that this peer runs."""
        share = 1 if self.images == ONE_MINISET else self.images / IMAGES
        return training.epochs / training.measuredEpochs / share


OURS = Peer("ours: `python main.py --no-picker`", None)
LAYERS = Peer("`Layer` and `Network` alone", "layersAlone")
FLOOR = Peer("the floor: the eight products alone", "floor")
FLOOR_IN_CACHE = Peer("the floor, always the same mini-set", "floor", images=ONE_MINISET)
PYTORCH = [
    Peer("PyTorch", "torchPeer", precision, oneThread, "torch")
    for precision in ("single", "double")
    for oneThread in (True, False)
]
SKLEARN = [
    Peer("scikit-learn", "sklearnPeer", precision, oneThread, "sklearn")
    for precision in ("single", "double")
    for oneThread in (True, False)
]
JAX = [
    Peer("JAX", "jaxPeer", precision, oneThread, "jax")
    for precision in ("single", "double")
    for oneThread in (True, False)
]
LOOPS = Peer("the paper's own way: literal loops", "literalLoops", images=1200)
PEERS = [OURS, LAYERS, FLOOR, FLOOR_IN_CACHE, LOOPS, *PYTORCH, *SKLEARN, *JAX]
