"""Drives the add-on on a stand-in for Blender's modules: what it asks of the command line, and what it makes of its answers.

Usage: drive_addon.py ADDON PROGRAM CLOUD BAD_CLOUD. Prints what happened as JSON.
"""

import importlib.util
import json
import os
import sys
import tempfile
import types
from types import SimpleNamespace as Made

addon_path, program, cloud, bad_cloud = sys.argv[1:]
imported = []


def default_of(**about):
    return about.get("default")


def gltf(filepath):
    imported.append(open(filepath, "rb").read(4).decode("ascii"))
    bpy.data.objects.append(Thing("surface"))


class Thing:
    """An object of the scene."""

    def __init__(self, name):
        self.name = name
        self.matrix_world = Turn("local")


class Turn(str):
    """A matrix, as the words for it."""

    def __matmul__(self, other):
        return Turn(f"{self} @ {other}")


class Operator:
    def report(self, kinds, words):
        self.__dict__.setdefault("said", []).append([*kinds, words])


bpy = types.ModuleType("bpy")
bpy.props = types.ModuleType("bpy.props")
bpy.props.BoolProperty = bpy.props.EnumProperty = bpy.props.StringProperty = default_of
bpy.types = Made(AddonPreferences=object, Operator=Operator)
bpy.app = Made(background=True)
bpy.data = Made(objects=[])
bpy.ops = Made(import_scene=Made(gltf=gltf))
io_utils = types.ModuleType("bpy_extras.io_utils")
io_utils.ImportHelper = object
sys.modules.update({"bpy": bpy, "bpy.props": bpy.props, "bpy_extras": types.ModuleType("bpy_extras"), "bpy_extras.io_utils": io_utils})
specification = importlib.util.spec_from_file_location("gridpull_blender", addon_path)
addon = importlib.util.module_from_spec(specification)
specification.loader.exec_module(addon)
for kind in (addon.ImportSurface, addon.SurfaceFromPoints):
    for each in kind.__mro__:
        for name, value in getattr(each, "__annotations__", {}).items():
            setattr(kind, name, value)


def context_with(words, **more):
    preferences = Made(addons={"gridpull_blender": Made(preferences=Made(program=words))})
    return Made(preferences=preferences, evaluated_depsgraph_get=lambda: None, view_layer=Made(update=lambda: None), **more)


def left():
    return [name for name in os.listdir(tempfile.gettempdir()) if name.startswith("gridpull-blender-")]


def tried(operator, context, **properties):
    for name, value in properties.items():
        setattr(operator, name, value)
    outcome = operator.execute(context)
    return {"outcome": sorted(outcome), "said": operator.said, "left": left(), "objects": [each.name for each in bpy.data.objects]}


def import_file():
    return tried(addon.ImportSurface(), context_with(program), filepath=cloud, detail="64", up="+y", simplify="50%")


def import_bad():
    return tried(addon.ImportSurface(), context_with(program), filepath=bad_cloud)


def without_program():
    return tried(addon.ImportSurface(), context_with("no-such-gridpull"), filepath=cloud)


def surface_of_points():
    """Of a torus, with colours of which two are beyond what a byte can hold."""
    import math

    count = 3000
    turns = [(2 * math.pi * (i * 0.618033988749895 % 1), 2 * math.pi * i / count) for i in range(count)]
    places = [[(2 + 0.7 * math.cos(u)) * math.cos(v), (2 + 0.7 * math.cos(u)) * math.sin(v), 0.7 * math.sin(u)] for u, v in turns]
    data = Made(name="dots", attributes={"position": Made(data=Values(places))})
    data.color_attributes = [Made(domain="POINT", data=Values([[1.5, -1, 0.5, 1]] * count))]
    source = Thing("dots")
    source.matrix_world = Turn("place of dots")
    source.evaluated_get = lambda graph: Made(data=data)
    result = tried(addon.SurfaceFromPoints(), context_with(program, object=source), detail="64")
    return {**result, "matrix": bpy.data.objects[-1].matrix_world}


class Values(list):
    def foreach_get(self, name, into):
        for i, value in enumerate(value for row in self for value in row):
            into[i] = value


def written_points():
    path = os.path.join(tempfile.gettempdir(), "points.ply")
    addon.write_points(path, *addon.points_of(Made(attributes={"position": Made(data=Values([[1, 2, 3]] * 4))}, color_attributes=[Made(domain="POINT", data=Values([[1.5, -1, 0.5, 1]] * 4))])))
    data = open(path, "rb").read()
    os.remove(path)
    return data.hex()


def escaped():
    bpy.app.background = False
    removed = []
    manager = Made(event_timer_add=lambda *_, **__: 1, event_timer_remove=removed.append, modal_handler_add=lambda _: None)
    words = []
    context = context_with(program, window_manager=manager, window=None, workspace=Made(status_text_set=words.append))
    operator = addon.ImportSurface()
    operator.filepath, operator.detail = cloud, "512"
    begun = sorted(operator.execute(context))
    while "starting" in operator._run.stage:
        waiting = sorted(operator.modal(context, Made(type="TIMER", value="")))
    ended = sorted(operator.modal(context, Made(type="ESC", value="PRESS")))
    running = operator._run.is_running()
    return {"begun": begun, "waiting": waiting, "ended": ended, "running": running, "left": left(), "said": operator.said, "words": words[-1]}


steps = [import_file, import_bad, without_program, surface_of_points, written_points, escaped]
print(json.dumps({**{step.__name__: step() for step in steps}, "imported": imported}))
