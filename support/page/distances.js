/* Of each pixel the nearest one of some: the distance transform, and what lies together. */

/** Of each pixel of a grid the place of the nearest one whose value isn't 0; -1 where there is none.

First the nearest in the same column, then among the columns, from the pixel's own outwards, until they are
further away than what was found. */
function nearestPlaces({height, width, values}) {
    const inColumn = new Int32Array(values.length).fill(-1), // the row
        found = new Int32Array(values.length).fill(-1);
    for (let x = 0; x < width; x++) {
        for (let y = 0, last = -1; y < height; y++) {
            if (values[y * width + x]) last = y;
            inColumn[y * width + x] = last;
        }
        for (let y = height - 1, last = -1; y >= 0; y--) {
            const p = y * width + x,
                above = inColumn[p];
            if (values[p]) last = y;
            if (last >= 0 && (above < 0 || last - y < y - above)) inColumn[p] = last;
        }
    }
    const isEmpty = inColumn.every((row) => row < 0);
    for (let y = 0; y < height && !isEmpty; y++) {
        for (let x = 0; x < width; x++) {
            let least = Infinity;
            for (let away = 0; away * away < least; away++) {
                for (let column = x - away; column <= x + away; column += 2 * away || 1) {
                    const row = column >= 0 && column < width ? inColumn[y * width + column] : -1,
                        distance = away * away + (row - y) * (row - y);
                    if (row < 0 || distance >= least) continue;
                    least = distance;
                    found[y * width + x] = row * width + column;
                }
            }
        }
    }
    return found;
}

/** Of each pixel the distance to the nearest one whose value isn't 0. */
function distances(grid) {
    const {height, width} = grid,
        places = nearestPlaces(grid);
    const found = pixelGrid(height, width);
    places.forEach((place, p) => {
        const rows = Math.floor(place / width) - Math.floor(p / width),
            columns = (place % width) - (p % width);
        found.values[p] = place < 0 ? Infinity : Math.hypot(rows, columns);
    });
    return found;
}

/** Numbers, from 1 on, of the connected components of the pixels whose value isn't 0, corners connecting. */
function components({height, width, values}) {
    const numbers = pixelGrid(height, width, new Int32Array(values.length));
    let count = 0;
    for (let start = 0; start < values.length; start++) {
        if (!values[start] || numbers.values[start]) continue;
        const waiting = [start];
        numbers.values[start] = ++count;
        while (waiting.length) {
            const p = waiting.pop(),
                [y, x] = [Math.floor(p / width), p % width];
            for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
                for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                    const neighbour = row * width + column;
                    if (!values[neighbour] || numbers.values[neighbour]) continue;
                    numbers.values[neighbour] = count;
                    waiting.push(neighbour);
                }
            }
        }
    }
    return numbers;
}

/** The box around the pixels for which isIn(value): [top, bottom, left, right], the bottom and the right
outside; null where there are none. */
function boxOf({height, width, values}, isIn) {
    let [top, bottom, left, right] = [height, 0, width, 0];
    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
            if (!isIn(values[y * width + x])) continue;
            [top, bottom] = [Math.min(top, y), y + 1];
            [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
        }
    }
    return bottom ? [top, bottom, left, right] : null;
}

const longerSide = ([top, bottom, left, right]) => Math.max(bottom - top, right - left);
