"""Straight lines that nobody meant as a digit: rules, squares, boxes, underlines, the black bars of a scan.

A line is told from a digit's stroke by what remains without it: the digit, in one piece.
"""

import itertools
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import ndimage

from support.ownDigits.ink import boxOf, largest, thickness

COARSE = 200  # pixels of the longer side in which lines are looked for
SLOPES = np.tan(np.radians(np.arange(-10, 11)))  # of a line against the picture's sides
SHORTEST = 0.16  # of the picture's longer side: no shorter line is looked for
THICKEST = 1 / 16  # of that side
MOST = 40  # lines of a direction
ROUNDS = 3  # in which lines are found: the longest, those that were hidden by them
SHARES = 0.3, 0.6  # of the longest line: shorter ones may be a digit's strokes, and remain with it at first
THICKER = 1.8  # than most lines that are erased together: what is thicker is a digit's stroke
BEND = 0.02  # of its length, and a pixel: how far the middle of a line may lie off its ends
BAR = 0.55  # of a side of the frame that is ink: a scan's black bar, or the edge of the paper
DEEPEST = 0.2  # of the picture: a deeper bar is none


class Rule(NamedTuple):
    """A near to horizontal line of a mask, or an upright one: of the mask turned over its diagonal."""

    upright: bool
    offset: float  # its row at column 0
    slope: float
    start: int  # the columns from which to which it goes
    stop: int
    thickness: float

    @property
    def length(self):
        return self.stop - self.start

    def row(self, column):
        return self.offset + self.slope * column


class OnlyLines(ValueError):
    """There are lines from line to line, as of an empty box, and no digit among them."""


class Main(NamedTuple):
    """The largest piece of what remains without lines."""

    box: tuple
    mask: np.ndarray
    size: int
    stroke: float  # its thickness


class Lines:
    """Lines in a mask: of each its pixels there, the rest of the mask, and the Main of that."""

    def __init__(self, rules, mask, runs):
        self.lines = {rule: pixelsOf(rule, runs[rule.upright]) for rule in rules}
        self.mask = mask
        self.rest = mask & ~np.any(list(self.lines.values()), axis=0)

    @cached_property
    def main(self):
        return mainOf(self.rest)


def erased(ink, weak):
    """The ink without its bars and lines; what is fainter than weak is none. Raises OnlyLines."""
    mask = ink > weak
    gone = barsOf(mask)
    mask &= ~gone
    runs = runsOf(mask)
    found = rulesOf(mask, runs)
    for attempt in range(ROUNDS):
        closed = Lines(closedOf(found, mask.shape), mask, runs)
        if attempt == 0 and isEmptyBox(closed):
            raise OnlyLines("lines alone")
        longest = max((rule.length for rule in found), default=0)
        long, longer = ([rule for rule in found if rule.length >= share * longest] for share in SHARES)
        groups = [long] + ([longer] if len(longer) < len(long) else [])
        tries = itertools.chain([closed], (Lines(group, mask, runs) for group in groups))
        meant = next(filter(None, map(meantOf, tries)), {})
        if not meant:
            break
        thickest = 1 + THICKER * np.median([rule.thickness for rule in meant])
        found = [rule for rule in found if rule not in meant and rule.thickness <= thickest]
        for rule, pixels in meant.items():
            if rule.thickness <= thickest:
                gone |= pixels
        mask &= ~gone
        runs = runsOf(mask)
    if not gone.any():
        return ink
    edge = ndimage.maximum_filter(gone, 5) & ~ndimage.maximum_filter(mask, 3)
    return np.where(gone | edge, 0, ink)


def barsOf(mask):
    """The ink along most of a side of the frame, straight but maybe at a slant."""
    bars = np.zeros_like(mask)
    for turns in range(4):  # each side in turn at the top
        turned = np.rot90(mask, turns)
        if turned[0].mean() < BAR or turned.shape[1] < 2:
            continue
        depth = np.where(turned.all(axis=0), len(turned), turned.argmin(axis=0))
        columns = np.arange(len(depth))
        isUsed = (depth > 0) & (depth < 2 * np.median(depth[depth > 0]) + 3)
        slope, start = np.polyfit(columns[isUsed], depth[isUsed], 1)
        limit = start + slope * columns + 2 + 0.02 * len(turned)
        if limit.max() < DEEPEST * len(turned):
            bars |= np.rot90(np.arange(len(turned))[:, None] < np.minimum(limit, depth + 2), -turns)
    return bars


def rulesOf(mask, runs):
    """The straight lines in a mask, be they meant or strokes."""
    return levelRules(mask, runs[False], False) + levelRules(mask.T, runs[True], True)


def levelRules(mask, runs, upright):
    """The near to horizontal lines of a mask, by a vote of its thin places for slopes and offsets."""
    factor = max(1, -(-max(mask.shape) // COARSE))
    height, width = (side // factor for side in mask.shape)
    if min(height, width) < 3:
        return []
    thickest = max(2, THICKEST * max(mask.shape))
    rows, columns = np.nonzero(pooled(mask & (runs <= thickest), factor))
    shift = int(np.abs(SLOPES).max() * width) + 2
    places = np.rint(rows - SLOPES[:, None] * columns).astype(int) + shift
    size = height + 2 * shift
    votes = votesOf(places, size)
    rules = []
    for _ in range(MOST):
        both = votes[:, 1:] + votes[:, :-1]  # a line may lie between two rows
        angle, place = np.unravel_index(both.argmax(), both.shape)
        if both[angle, place] < SHORTEST * max(height, width):
            break
        offset, slope = place - shift + 0.5, SLOPES[angle]
        isUsed = (places[angle] == place) | (places[angle] == place + 1)
        rule = followed(mask, runs, (offset + 0.5) * factor, slope, upright, thickest)
        if rule is not None:
            rules.append(rule)
            isNear = np.abs(rows - (rule.offset / factor + rule.slope * columns)) < 2.5
            isUsed |= isNear & (columns * factor >= rule.start - factor) & (columns * factor <= rule.stop)
        votes -= votesOf(places[:, isUsed], size)
        rows, columns, places = rows[~isUsed], columns[~isUsed], places[:, ~isUsed]
    return rules


def votesOf(places, size):
    """How many of the places (slopes, pixels) are at 0, 1, … size - 1, for each of the slopes."""
    index = places + size * np.arange(len(places))[:, None]
    return np.bincount(index.ravel(), minlength=size * len(places)).reshape(-1, size)


def followed(mask, runs, offset, slope, upright, thickest):
    """The Rule near this line, as far as its ink goes without a break; None where it's no line."""
    columns = np.arange(mask.shape[1])
    gap = 7 + len(columns) // 30  # columns between two with ink, of what is still one line
    for reach in (4, 3):  # roughly, then as its own ink lies
        band, ink = bandAlong(mask, columns, offset + slope * columns, reach)
        (inked,) = np.nonzero(ink.any(axis=0))
        if not inked.size:
            return None
        inked = max(np.split(inked, np.flatnonzero(np.diff(inked) > gap) + 1), key=len)
        thin = np.where(ink, runs[band, columns], mask.size).min(axis=0)[inked]
        thickness = np.sort(thin)[len(thin) // 4]  # not where it is crossed
        used = inked[thin <= alone(thickness)]
        start, stop = int(inked[0]), int(inked[-1]) + 1
        if thickness > thickest or len(used) < max(3, 0.2 * (stop - start)):
            return None
        middles = (ink * band).sum(axis=0)[used] / ink.sum(axis=0)[used]
        slope, offset = np.polyfit(used, middles, 1)
        if abs(slope) > 1.2 * SLOPES.max():
            return None
    if isBent(mask, used, offset + slope * used, thickness):
        return None
    return Rule(upright, offset, slope, start, stop, float(thickness))


def bandAlong(mask, columns, rows, reach):
    """The rows (2·reach + 1, columns) up to reach beside a line, and which of them are in the mask."""
    band = np.rint(rows).astype(int) + np.arange(-reach, reach + 1)[:, None]
    inside = (band >= 0) & (band < len(mask))
    band = np.clip(band, 0, len(mask) - 1)
    return band, mask[band, columns] & inside


def isBent(mask, columns, rows, thickness):
    """Whether what lies along a line, at rows in columns, is a part of a ring or a curve."""
    band, ink = bandAlong(mask, columns, rows, int(thickness) + 4)
    off = (ink * band).sum(axis=0) / np.maximum(ink.sum(axis=0), 1) - rows
    first, middle, last = (np.median(part) for part in np.array_split(off, 3))
    return abs(middle - (first + last) / 2) > BEND * (columns[-1] - columns[0]) + 1


def alone(thickness):
    """How thick a line may be at most where nothing crosses it."""
    return max(1.6 * thickness, thickness + 2)


def pixelsOf(rule, runs):
    """The pixels that are the rule's alone, where nothing crosses it; runs are its direction's runLengths."""
    columns = np.arange(max(0, rule.start - 2), min(runs.shape[1], rule.stop + 2))
    middle, reach = rule.row(columns), rule.thickness / 2 + 2.5
    rows = slice(max(0, int(middle.min() - reach)), max(0, int(middle.max() + reach) + 1))
    part = runs[rows, columns[0] : columns[-1] + 1]
    isNear = np.abs(np.arange(len(runs))[rows, None] - middle) <= reach
    pixels = np.zeros(runs.shape, bool)
    pixels[rows, columns[0] : columns[-1] + 1] = isNear & (part > 0) & (part <= alone(rule.thickness))
    return pixels.T if rule.upright else pixels


def mainOf(rest):
    """The Main of what remains without lines, its largest piece; None where that is nothing like a digit."""
    if not rest.any():
        return None
    main = largest(rest)
    top, bottom, left, right = boxOf(main)
    size = max(bottom - top, right - left)
    stroke = thickness(main[top:bottom, left:right])
    if size < max(rest.shape) / 16 or size < 2.5 * stroke:
        return None
    return Main((slice(top, bottom), slice(left, right)), main, size, stroke)


def closedOf(rules, shape):
    """Those of the lines that go from the frame, or one of them, to the frame or another one."""
    count = None
    while count != len(rules):
        count = len(rules)
        rules = [
            rule
            for rule in rules
            if all(
                atFrame(rule, place, shape) or meetsAnother(rule, place, rules)
                for place in (rule.start, rule.stop)
            )
        ]
    return rules


def isEmptyBox(group):
    """Whether the Lines, two or more of both directions, are all there is."""
    levels = sum(not rule.upright for rule in group.lines)
    return min(levels, len(group.lines) - levels) >= 2 and group.main is None


def meantOf(group):
    """Those of the Lines that nobody meant as a stroke: of each its pixels in the mask."""
    main = group.main if group.lines else None
    if main is None:
        return {}
    around = ndimage.maximum_filter(main.mask, 5)
    meant = {rule: line for rule, line in group.lines.items() if not endsInInk(rule, group.lines, group.rest)}
    joined = {rule for rule, line in meant.items() if np.any(line & around)}
    underlines = {
        rule for rule, line in meant.items() if isUnderline(rule, rule in joined, group.mask & ~line)
    }
    count = None
    while count != len(meant):  # a line that meets another is a box's side only while that other is one
        count = len(meant)
        meant = {
            rule: line
            for rule, line in meant.items()
            if rule in underlines or isRule(rule, rule in joined, meant, main)
        }
    return meant


def isRule(rule, isJoined, others, main):
    """Whether it's much longer than the main thing and thinner, or goes from frame or line to frame or line.

    A digit's strokes do that where they fill the picture: then what they are joined with touches it as well.
    """
    if rule.thickness < 0.5 * main.stroke and rule.length > 1.2 * main.size:
        return True
    shape = main.mask.shape
    isInside = all(
        side.start > 1 and side.stop < length - 1 for side, length in zip(main.box, shape, strict=True)
    )
    side = main.box[0] if rule.upright else main.box[1]
    if side.start < rule.start or side.stop > rule.stop or (isJoined and not isInside):
        return False
    ends = [
        (atFrame(rule, place, shape), meetsAnother(rule, place, others)) for place in (rule.start, rule.stop)
    ]
    isFromFrame = all(frame for frame, _ in ends)
    return all(map(any, ends)) and (not isFromFrame or rule.length > 1.15 * main.size)


def isUnderline(rule, isJoined, rest):
    """Whether nearly all that remains lies above the line, and is not as large.

    What it's joined with may be a 2, or a 1 with a foot, if it's higher than the line is long.
    """
    if rule.upright:
        return False
    lowest = rule.row(np.arange(rest.shape[1])) + rule.thickness / 2 + 2
    lower = slice(max(0, int(lowest.min())), None)
    below = np.count_nonzero(rest[lower] & (np.arange(len(rest))[lower, None] > lowest))
    if below >= 0.08 * np.count_nonzero(rest):
        return False
    main = mainOf(rest)
    if main is None:
        return False
    height, width = (side.stop - side.start for side in main.box)
    return rule.length > (max(height, 1.4 * width) if isJoined else 1.15 * width)


def endsInInk(rule, group, rest):
    """Whether the strokes of a digit go on at one of its ends."""
    reach = round(2 * rule.thickness) + 3
    turned = rest.T if rule.upright else rest
    for place in (rule.start, rule.stop - 1):
        top, left = max(0, round(rule.row(place)) - reach), max(0, place - reach)
        ink = np.count_nonzero(turned[top : top + 2 * reach + 1, left : place + reach + 1])
        isFree = not atFrame(rule, place, rest.shape) and not meetsAnother(rule, place, group)
        if isFree and ink > rule.thickness:
            return True
    return False


def atFrame(rule, place, shape):
    """Whether it ends at the picture's side, or at another line that lies along that."""
    width = shape[0] if rule.upright else shape[1]
    reach = 0.03 * width + min(1.5 * rule.thickness, 0.03 * width)
    return not reach < place < width - reach


def meetsAnother(rule, place, group):
    """Whether another line of the group ends or goes by where this one ends."""
    row = rule.row(place)
    reach = 0.06 * max(rule.length for rule in (rule, *group)) + 3
    return any(
        other.upright != rule.upright
        and other.start - reach < row < other.stop + reach
        and abs(other.row(row) - place) < reach
        for other in group
    )


def runsOf(mask):
    """The runLengths of a mask, and of the mask turned over its diagonal: of level lines, of upright ones."""
    return runLengths(mask), runLengths(mask.T)


def runLengths(mask):
    """Of each pixel of a mask, how many of it lie above each other there; 0 outside it."""
    columns = np.pad(mask, ((1, 1), (0, 0))).T  # one below the other: no run goes on from one to the next
    flat = columns.ravel()
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    lengths = np.diff(changes)[::2]
    runs = np.zeros(flat.size, np.int32)
    runs[flat] = np.repeat(lengths, lengths)
    return runs.reshape(columns.shape)[:, 1:-1].T


def pooled(mask, factor):
    """Whether any of factor × factor pixels is in the mask."""
    height, width = (side // factor * factor for side in mask.shape)
    places = np.ndindex(factor, factor)
    return np.logical_or.reduce([mask[row:height:factor, column:width:factor] for row, column in places])
