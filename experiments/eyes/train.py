"""Draw scenes, train the eyes on them, and write their weights.

python -m experiments.eyes.train work    keeps in work what it needs, and writes work/weights
python -m experiments.eyes.train work --output trainedData/eyes    writes the weights there

It can be interrupted at any time: run again, it goes on from where its last state was kept.
"""

import argparse
import math
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

from experiments.eyes import layouts, scenes, strokes
from experiments.eyes.network import Eyes, save
from support.eyes.convolutions import features

SHARDS, SCENES = 2000, 256  # so many times so many scenes are drawn
SETTLED = 0.25  # of the shards, the last ones: the norms stay as they are, as in use, where there is no batch
REPLAYED = 2  # earlier shards that are seen again with each new one,
REMEMBERED = 80  # out of the last so many
BATCH = 16
RATES = 2e-3, 1e-3  # the highest before and after that; each rises at first, and falls to 0 like a cosine
RISE = 100  # batches
KEPT = 10  # shards after which the state is kept


def main():
    parser = argparse.ArgumentParser(
        description="Draw scenes, train the eyes on them, and write their weights."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where strokes and scenes are kept")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="(default: weights in the other)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=SHARDS, help=f"of {SCENES} scenes (default: {SHARDS})")
    parser.add_argument(
        "--without", nargs="*", choices=scenes.GROUPS, default=(), help="kinds that are left out"
    )
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if not (chosen.folder / "letters.npy").exists():
        strokes.make(chosen.folder, chosen.seed)
    eyes = train(chosen.folder, chosen.seed, chosen.shards, tuple(chosen.without))
    save(eyes.layers(), chosen.output or chosen.folder / "weights")


def train(folder, seed=1, shards=SHARDS, without=(), count=SCENES):
    """The Eyes after all the shards; the same seed repeats within rounding."""
    torch.set_num_threads(1)  # the other core draws
    torch.manual_seed(seed)
    eyes = Eyes().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(eyes.parameters(), lr=1, weight_decay=1e-4)
    perShard = (1 + REPLAYED) * (count // BATCH)
    settling = shards - int(SETTLED * shards)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: rateAt(step, settling * perShard, shards * perShard)
    )
    state, first = folder / "state.pt", 0
    if state.exists():
        kept = torch.load(state)
        first = kept["shard"]
        for part, values in zip((eyes, optimizer, schedule), kept["parts"], strict=True):
            part.load_state_dict(values)
    with ProcessPoolExecutor(1, initializer=layouts.open, initargs=(folder,)) as pool:

        def begin(number):
            return pool.submit(drawShard, folder, seed, number, count, without) if number < shards else None

        drawing = {number: begin(number) for number in range(first, first + 3)}
        remembered = {}
        bar = tqdm(range(first, shards), initial=first, total=shards, unit=" shards")
        for number in bar:
            drawing[number + 3] = begin(number + 3)
            drawing.pop(number).result()
            draw = random.Random(f"{seed} {number}")
            earlier = range(max(0, number - REMEMBERED), number)
            seen = [number, *(draw.choice(earlier) for _ in range(REPLAYED) if earlier)]
            remembered = {k: part for k, part in remembered.items() if k in earlier}
            losses = []
            for shard in seen:
                if shard not in remembered:
                    remembered[shard] = readShard(folder, shard)
                losses += learn(eyes, optimizer, schedule, remembered[shard], draw, number >= settling)
            bar.set_postfix(loss=f"{np.mean(losses):.4f}")
            (folder / f"{number - REMEMBERED - 1}.npz").unlink(missing_ok=True)
            if (number + 1) % KEPT == 0:
                parts = [part.state_dict() for part in (eyes, optimizer, schedule)]
                torch.save({"shard": number + 1, "parts": parts}, folder / "state.new")
                (folder / "state.new").replace(state)
    eyes.eval()
    return eyes


def rateAt(step, settling, steps):
    """The learning rate: two cosines, the second one once the norms stay as they are."""
    rate, done, length = (
        (RATES[0], step, settling) if step < settling else (RATES[1], step - settling, steps - settling)
    )
    return rate * min(1, (done + 1) / RISE) * (0.5 + 0.5 * math.cos(math.pi * done / length))


def drawShard(folder, seed, number, count, without):
    """Draw the scenes of a shard into a file, unless they are there already."""
    path = folder / f"{number}.npz"
    if not path.exists():
        pictures, ink, cores = scenes.shard(seed, number, count, without)
        np.savez(folder / "new.npz", pictures=pictures, wanted=np.stack([ink, cores], axis=1))
        (folder / "new.npz").replace(path)


def readShard(folder, number):
    """The features (n, 2, h, w) of a shard's pictures, and what is wanted (n, 2, h, w) in bytes."""
    with np.load(folder / f"{number}.npz") as shard:
        looked = [features(picture / np.float32(255)) for picture in shard["pictures"]]
        return np.array(looked, dtype=np.float16), shard["wanted"]


def learn(eyes, optimizer, schedule, shard, draw, isSettled):
    """One pass over a shard in batches; returns the losses.

    Each is seen light on dark as often as dark on light, and mirrored or upside down as often as not.
    """
    eyes.train(not isSettled)
    looked, wanted = shard
    order = draw.sample(range(len(looked)), len(looked))
    losses = []
    for start in range(0, len(order) - BATCH + 1, BATCH):
        batch = order[start : start + BATCH]
        x, t = torch.from_numpy(looked[batch]).float(), torch.from_numpy(wanted[batch]).float() / 255
        if draw.random() < 0.5:
            x = -x
        turned = [axis for axis in (2, 3) if draw.random() < 0.5]
        x, t = x.flip(turned), t.flip(turned)
        with torch.autocast("cpu", torch.bfloat16):  # half as many bits: a third less time
            z = eyes(x.contiguous(memory_format=torch.channels_last))
        loss = lossOf(z.float(), t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return losses


def lossOf(z, t):
    """Cross entropy of each pixel, and how little what is seen and what is wanted overlap (Dice)."""
    entropy = functional.binary_cross_entropy_with_logits(z, t, reduction="none").mean((2, 3))
    y = z.sigmoid()
    overlap = (2 * (y * t).sum((2, 3)) + 20) / ((y + t).sum((2, 3)) + 20)
    return (4 * entropy + 1 - overlap).mean()


if __name__ == "__main__":
    main()
