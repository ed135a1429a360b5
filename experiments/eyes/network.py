"""The eyes' network in PyTorch, for its training alone; convolutions.py is the same in NumPy."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from support.eyes.convolutions import DEPTHS, WIDTHS


def block(inputs, outputs):
    convolution = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Eyes(nn.Module):
    def __init__(self, widths=WIDTHS):
        super().__init__()
        before = (8, *widths[:-1])  # two features of 2 × 2 pixels
        self.down = nn.ModuleList(
            nn.Sequential(block(a, b), *(block(b, b) for _ in range(depth - 1)))
            for a, b, depth in zip(before, widths, DEPTHS, strict=True)
        )
        self.side = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in zip(widths, widths[1:], strict=False))
        self.up = nn.ModuleList(block(a, a) for a in widths[:-1])
        self.last = nn.Conv2d(widths[0], 8, 3, padding=1)

    def forward(self, x):
        """z (n, 2, h, w) of the features (n, 2, h, w)."""
        x = functional.pixel_unshuffle(x, 2)
        kept = []
        for level, down in enumerate(self.down):
            x = down(functional.max_pool2d(x, 2) if level else x)
            kept.append(x)
        for level in reversed(range(len(self.up))):
            x = kept[level] + functional.interpolate(self.side[level](x), scale_factor=2, mode="nearest")
            x = self.up[level](x)
        return functional.pixel_shuffle(self.last(x), 2)

    def layers(self):
        """As convolutions.py knows them: weights (outputs, inputs) and biases by name, norms folded in."""
        found = {}
        for level, down in enumerate(self.down):
            found |= {f"down{level}{number}": folded(part) for number, part in enumerate(down)}
        found |= {f"up{level}": folded(part) for level, part in enumerate(self.up)}
        found |= {f"side{level}": rowsOf(part.weight, part.bias) for level, part in enumerate(self.side)}
        return found | {"last": rowsOf(self.last.weight, self.last.bias)}

    def take(self, layers):
        """Hold these layers' weights: the norms change nothing any more."""
        for level, down in enumerate(self.down):
            for number, part in enumerate(down):
                unfold(part, *layers[f"down{level}{number}"])
        for level, part in enumerate(self.up):
            unfold(part, *layers[f"up{level}"])
        for name, part in [("last", self.last), *((f"side{k}", side) for k, side in enumerate(self.side))]:
            part.weight.data = kernelOf(layers[name][0], part.weight.shape)
            part.bias.data = torch.tensor(layers[name][1])


def folded(block):
    convolution, norm, _ = block
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return rowsOf(convolution.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale)


def rowsOf(kernel, bias):
    """(outputs, inputs, 3, 3) to (outputs, 9·inputs): pixel by pixel from the upper left."""
    rows = kernel.permute(0, 2, 3, 1).reshape(len(kernel), -1)
    return rows.detach().numpy().astype(np.float32), bias.detach().numpy().astype(np.float32)


def kernelOf(rows, shape):
    outputs, inputs, height, width = shape
    return torch.tensor(rows).reshape(outputs, height, width, inputs).permute(0, 3, 1, 2).contiguous()


def unfold(block, rows, bias):
    convolution, norm, _ = block
    convolution.weight.data = kernelOf(rows, convolution.weight.shape)
    norm.weight.data = torch.sqrt(torch.ones(len(bias)) + norm.eps)
    norm.bias.data = torch.tensor(bias)
    norm.running_mean.zero_()
    norm.running_var.fill_(1)


def save(layers, folder):
    """Write each neuron's scale, its bias, and its weights as whole numbers up to 127: times the scale."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (weights, biases) in layers.items():
        scales = np.abs(weights).max(axis=1) / 127 + 1e-9
        lines = (
            ",".join([f"{scale:.5g}", f"{bias:.5g}", *map(str, np.rint(row / scale).astype(int))])
            for scale, bias, row in zip(scales, biases, weights, strict=True)
        )
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="ascii")
