# Krita paints its samples: kritarunner imports this file and calls __main__. SAMPLES is the folder to write to.

import os
import sys
import traceback

from krita import InfoObject, Krita
from sample_cells import gradient, height, place_of, round_spot, side, soft, width


# What Krita offers first; without a name, 16 bits would be linear light.
profile = 'sRGB-elle-V2-srgbtrc.icc'


def bgra(rgba):
    """Krita's order of channels."""
    swapped = bytearray(rgba)
    swapped[0::4], swapped[2::4] = rgba[2::4], rgba[0::4]
    return bytes(swapped)


def finished(document):
    document.refreshProjection()
    document.waitForDone()
    return document


def paint(depth):
    document = Krita.instance().createDocument(width, height if depth == 'U8' else side, 'sample', 'RGBA', depth, profile, 72.0)
    document.setBatchmode(True)
    root = document.rootNode()
    for node in root.childNodes():
        node.remove()

    def layer(name, cell, seed, alpha=lambda x, y: 255, parent=root, mode='normal', opacity=255, place=None, size=None):
        node = document.createNode(name, 'paintlayer')
        wide, high = size or (side, side)
        pixels = bgra(gradient(seed, wide, high, alpha))
        if depth == 'U16':
            # Each channel twice: v * 257, and a bit more, so that 16 bits say what 8 can't.
            pixels = b''.join((min(65535, v * 257 + 60)).to_bytes(2, 'little') for v in pixels)
        node.setPixelData(pixels, *(place or place_of(cell)), wide, high)
        node.setBlendingMode(mode)
        node.setOpacity(opacity)
        parent.addChildNode(node, None)
        return node

    def group(name, mode='normal', opacity=255, parent=root):
        node = document.createGroupLayer(name)
        node.setBlendingMode(mode)
        node.setOpacity(opacity)
        parent.addChildNode(node, None)
        return node

    layer('Ground', 0, 3, size=(width, height - 2 if depth == 'U8' else side), place=(0, 0))
    layer('Beyond the edge', 0, 5, place=(-4, -3), size=(10, 9))
    layer('Faint ✎ & <Über>', 1, 7, opacity=102)
    layer('Soft', 2, 9, soft)
    if depth == 'U16':
        layer('multiply', 3, 11, mode='multiply')
        return finished(document)
    modes = ('multiply', 'screen', 'overlay', 'darken', 'lighten', 'dodge', 'burn', 'hard_light', 'diff', 'add')
    for cell, mode in enumerate(modes, 3):
        layer(mode, cell, cell * 3, soft, mode=mode, opacity=200)
    layer('linear_dodge', 13, 40, soft, mode='linear_dodge')
    layer('soft_light', 14, 43, soft, mode='soft_light')
    layer('soft_light_svg', 15, 45, soft, mode='soft_light_svg')
    layer('hue', 16, 46, soft, mode='hue')
    layer('Hidden', 17, 51).setVisible(False)
    figure = group('Figure')
    layer('Base', 18, 54, round_spot, figure)
    layer('Shade', 18, 57, soft, figure, opacity=180).setInheritAlpha(True)
    whole = group('Whole')
    layer('One', 19, 60, round_spot, whole)
    layer('Other', 19, 61, soft, whole)
    faint = group('Faint group', opacity=128)
    layer('Under', 20, 63, round_spot, faint)
    layer('Over', 20, 64, soft, faint)
    inner = group('Inner', parent=group('Outer', opacity=153))
    layer('Alone', 21, 66, round_spot, inner)
    glass = group('Glass')
    layer('Dark glass', 22, 69, soft, glass, mode='multiply')
    through = group('Through')
    through.setPassThroughMode(True)
    layer('Dark through', 23, 70, soft, through, mode='multiply')
    return finished(document)


def __main__(_args):
    try:
        Krita.instance().setBatchmode(True)
        folder = os.environ['SAMPLES']
        for depth, names in (('U8', ('krita.ora', 'krita.psd')), ('U16', ('krita-16.ora', 'krita-16.psd', 'krita-16.png'))):
            document = paint(depth)
            for name in names:
                if not document.exportImage(os.path.join(folder, name), InfoObject()):
                    raise RuntimeError(name)
            document.close()
    except Exception:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    # Closing Krita by its own way waits for a window that there never was.
    os._exit(0)
