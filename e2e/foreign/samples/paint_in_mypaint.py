# MyPaint's library paints its samples: python3 paint_in_mypaint.py <folder>. One as MyPaint 1 mixed colours, in which every
# mode has a cell; and one as MyPaint 2 begins: strokes of a brush, mixed as light and as pigments.

import os
import sys

sys.path.insert(0, '/usr/lib/mypaint')
import gi  # noqa: E402

gi.require_version('GdkPixbuf', '2.0')
gi.require_version('Gtk', '3.0')
import lib.brush  # noqa: E402
import lib.document  # noqa: E402
import lib.eotf  # noqa: E402
import lib.layer  # noqa: E402
import lib.modes  # noqa: E402
from gi.repository import GdkPixbuf, GLib  # noqa: E402
from sample_cells import gradient, height, place_of, round_spot, side, soft, width  # noqa: E402

brushes = '/usr/share/mypaint-data/2.0/brushes/classic'


def begin():
    document = lib.document.Document()
    root = document.layer_stack
    while len(root) > 0:
        root.pop(0)
    document.set_frame([0, 0, width, height])
    document.set_frame_enabled(True)
    return document, root


def settle(layer, name, parent, mode, opacity, visible=True):
    layer.name = name
    # Index 0 is on top.
    parent.insert(0, layer)
    layer.mode = lib.modes.ORA_MODES_BY_OPNAME[mode]
    layer.opacity = opacity
    layer.visible = visible
    return layer


def paint_cells(path):
    lib.eotf.set_eotf(1.0)
    document, root = begin()

    def layer(name, cell, seed, alpha=lambda x, y: 255, parent=root, mode='svg:src-over', opacity=1.0, visible=True, place=None, size=None):
        wide, high = size or (side, side)
        pixels = GLib.Bytes.new(gradient(seed, wide, high, alpha))
        pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(pixels, GdkPixbuf.Colorspace.RGB, True, 8, wide, high, wide * 4)
        painted = lib.layer.PaintingLayer()
        painted.load_surface_from_pixbuf(pixbuf, *(place or place_of(cell)))
        return settle(painted, name, parent, mode, opacity, visible)

    def group(name, mode='svg:src-over', opacity=1.0, parent=root):
        return settle(lib.layer.LayerStack(), name, parent, mode, opacity)

    layer('Ground', 0, 3, size=(width, height - 2), place=(0, 0))
    layer('Beyond the edge', 0, 5, place=(-4, -3), size=(10, 9))
    layer('Faint ✎ & <Über>', 1, 7, opacity=0.4)
    layer('Soft', 2, 9, soft)
    modes = (
        'multiply', 'screen', 'overlay', 'darken', 'lighten', 'color-dodge', 'color-burn',
        'hard-light', 'difference', 'plus', 'soft-light',
    )
    for cell, mode in enumerate(modes, 3):
        layer(mode, cell, cell * 3, soft, mode='svg:' + mode, opacity=0.8)
    layer('Hidden', 14, 51, visible=False)
    figure = group('Figure')
    layer('Base', 15, 54, round_spot, figure)
    layer('Shade', 15, 57, soft, figure, 'svg:src-atop', 0.7)
    whole = group('Whole')
    layer('One', 16, 60, round_spot, whole)
    layer('Other', 16, 61, soft, whole)
    faint = group('Faint group', opacity=0.5)
    layer('Under', 17, 63, round_spot, faint)
    layer('Over', 17, 64, soft, faint)
    layer('Dark glass', 18, 69, soft, group('Glass'), 'svg:multiply')
    through = group('Through')
    through.mode = lib.modes.PASS_THROUGH_MODE
    layer('Dark through', 19, 70, soft, through, 'svg:multiply')
    layer('Cut by it', 20, 72, parent=group('Cut'))
    layer('Cutter', 20, 73, soft, parent=list(root)[0], mode='svg:dst-in')
    document.save(path)


def paint_strokes(path):
    lib.eotf.set_eotf(2.2)
    document, root = begin()

    def stroke(name, brush, color, points, mode='mypaint:spectral-wgm', opacity=1.0):
        painted = settle(lib.layer.PaintingLayer(), name, root, mode, opacity)
        with open(os.path.join(brushes, brush + '.myb'), encoding='utf-8') as file:
            info = lib.brush.BrushInfo(file.read())
        info.set_color_rgb(color)
        info.set_base_value('radius_logarithmic', 1.4)
        tool = lib.brush.Brush(info)
        for x, y, pressure in points:
            painted.stroke_to(tool, x, y, pressure, 0, 0, 0.05, 1.0, 0.0, 0.0)

    stroke('Wash', 'brush', (0.9, 0.7, 0.2), [(x, 8 + x / 8, 0.7) for x in range(2, 46)])
    stroke('Ink', 'pen', (0.1, 0.2, 0.7), [(x, 28 - x / 2, 0.8) for x in range(2, 46)])
    stroke('Shadow', 'brush', (0.5, 0.1, 0.4), [(x, 20, 0.5) for x in range(6, 40)], 'svg:multiply', 0.6)
    document.save(path)


paint_cells(os.path.join(sys.argv[1], 'mypaint.ora'))
paint_strokes(os.path.join(sys.argv[1], 'mypaint-light.ora'))
