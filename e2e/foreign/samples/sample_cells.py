# What the pictures of Krita and MyPaint here show: a cell of 8 × 8 px for each thing that a layer can have, on one ground.

side = 8
columns = 6
rows = 4
width = columns * side
height = rows * side

# From left to right, from top to bottom; foreign-samples.test.ts has the same names.


def place_of(cell):
    return cell % columns * side, cell // columns * side


def gradient(seed, wide=side, high=side, alpha=lambda x, y: 255):
    """Rows of straight RGBA: patches of colours of its own for each seed, so flat that the files stay small."""
    colors = bytearray()
    for y in range(high):
        for x in range(wide):
            across, down = x // 4 * 4 / wide, y // 2 * 2 / high
            red = int(seed * 53 + across * 211) % 256
            green = 255 - int(seed * 29 + down * 197) % 256
            blue = int(seed * 97 + (across + down) * 90) % 256
            colors += bytes((red, green, blue, alpha(x, y)))
    return bytes(colors)


def soft(x, y):
    """An edge that fades from left to right, clear in one corner."""
    return 0 if x + y < 3 else min(255, 15 + x * 30)


def round_spot(x, y):
    distance = ((x - 3.5) ** 2 + (y - 3.5) ** 2) ** 0.5
    return max(0, min(255, int((4.5 - distance) * 120)))
