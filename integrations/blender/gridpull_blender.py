# SPDX-License-Identifier: MIT
"""GridPull in Blender: a point cloud, from a file or of an object, becomes a surface.

Install: Edit > Preferences > Add-ons > Install from Disk, this file. In its preferences, name the program where it is not
found by itself. Then: File > Import > Point Cloud as Surface (GridPull), and Object > Surface from Points (GridPull).

The work is done by GridPull's command line in a process of its own, so that Blender stays free, and Esc ends it.
"""

import array
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import bpy
from bpy.props import BoolProperty, EnumProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

bl_info = {
    "name": "GridPull: surface from points",
    "author": "the GridPull authors",
    "version": (0, 1, 0),
    "blender": (3, 4, 0),
    "location": "File > Import, Object",
    "description": "Turns raw point clouds into surfaces; needs no normals",
    "category": "Import-Export",
}

# What Esc waits for, in seconds, before the process is ended by force.
PATIENCE_S = 5
# How often a running process is looked at, in seconds.
LOOK_S = 0.2

DETAILS = [
    ("auto", "Automatic", "As fine as the points allow"),
    *((str(cells), f"{cells} cells", f"{cells} cells along the longest side") for cells in (64, 128, 256, 512, 1024)),
]
UPS = [
    ("none", "As in the file", "What the file has upward is upward"),
    *((axis, axis, f"{axis} of the file points upward") for axis in ("+x", "-x", "+y", "-y", "-z")),
    ("plane", "From the largest plane", "Away from the largest plane, such as a floor"),
]


class Failure(Exception):
    """What a person is told."""


class Options:
    """What is asked for, whichever way: the properties of both operators."""

    detail: EnumProperty(name="Detail", items=DETAILS, default="auto")
    close_holes: BoolProperty(name="Close all holes", description="As a 3D print needs it", default=False)
    simplify: StringProperty(
        name="Simplify",
        description="Triangles to keep: a share such as 10%, a count such as 50000; empty for all",
        default="",
    )
    software: BoolProperty(
        name="Without the graphics card", description="Compute on the processor; slower", default=False
    )

    def arguments(self):
        given = []
        if self.detail != "auto":
            given += ["--resolution", self.detail]
        if self.close_holes:
            given += ["--close", "all"]
        if self.simplify.strip():
            given += ["--simplify", self.simplify.strip()]
        if self.software:
            given += ["--software"]
        return given


class Preferences(bpy.types.AddonPreferences):
    bl_idname = __name__

    program: StringProperty(
        name="Program",
        description="The command that starts GridPull, with what belongs before its own arguments",
        default="gridpull",
    )

    def draw(self, context):
        self.layout.prop(self, "program")


def program_of(context):
    """The words that start GridPull. Raises Failure where it is not there."""
    addon = context.preferences.addons.get(__name__)
    words = shlex.split(addon.preferences.program if addon else "gridpull", posix=os.name == "posix")
    found = shutil.which(words[0]) if words else None
    if found is None:
        name = words[0] if words else "nothing"
        raise Failure(f"GridPull was not found as {name}: install it, or name the program in this add-on's preferences")
    return [found, *words[1:]]


class Run:
    """One run of the command line, in a folder of its own that goes with it."""

    def __init__(self, program, clouds, arguments):
        self.folder = tempfile.mkdtemp(prefix="gridpull-blender-")
        self.mesh = os.path.join(self.folder, "surface.glb")
        self.stage = "starting"
        self._told = []
        self._output = b""
        command = [*program, "reconstruct", *clouds, "-o", self.mesh, "--json", *arguments]
        # A group of its own: what Blender's terminal sends to Blender is not meant for it.
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
        try:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **group)
        except OSError as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise Failure(f"GridPull did not start: {error}") from error
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read_words, self._read_report)]
        for reader in self._readers:
            reader.start()

    def _read_words(self):
        for line in self._process.stderr:
            words = line.decode("utf-8", "replace").strip()
            if words:
                self._told.append(words)
                self.stage = words

    def _read_report(self):
        self._output = self._process.stdout.read()

    def is_running(self):
        return self._process.poll() is None

    def end(self):
        """Ends the process, which leaves nothing half-written."""
        if not self.is_running():
            return
        self._process.send_signal(signal.CTRL_BREAK_EVENT if os.name == "nt" else signal.SIGINT)
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def report(self):
        """The report of the run. Waits for its end. Raises Failure with the program's own sentence."""
        code = self._process.wait()
        for reader in self._readers:
            reader.join()
        if code == 0:
            return json.loads(self._output)
        own = [line[len("gridpull: ") :] for line in self._told if line.startswith("gridpull: ")]
        raise Failure(own[-1] if own else f"GridPull ended with {code}: {self._told[-1] if self._told else 'no word'}")

    def remove(self):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


class Surfacing(Options):
    """What both operators do with a run: wait with a line of progress, or at once where there is no window."""

    def begin(self, context, clouds, extra=()):
        """Starts a run; what it makes is taken over by `take` of the operator."""
        try:
            self._run = Run(program_of(context), clouds, [*self.arguments(), *extra])
        except Failure as failure:
            return self.fail(failure)
        if bpy.app.background:
            return self.conclude(context)
        manager = context.window_manager
        self._timer = manager.event_timer_add(LOOK_S, window=context.window)
        manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type == "ESC" and event.value == "PRESS":
            self.leave(context)
            self._run.remove()
            self.report({"INFO"}, "GridPull was ended; nothing was changed")
            return {"CANCELLED"}
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        if self._run.is_running():
            context.workspace.status_text_set(f"GridPull: {self._run.stage}   (Esc ends it)")
            return {"RUNNING_MODAL"}
        self.leave(context)
        return self.conclude(context)

    def leave(self, context):
        context.window_manager.event_timer_remove(self._timer)
        context.workspace.status_text_set(None)

    def conclude(self, context):
        try:
            report = self._run.report()
            before = set(bpy.data.objects)
            bpy.ops.import_scene.gltf(filepath=self._run.mesh)
            self.take(context, [item for item in bpy.data.objects if item not in before])
        except Failure as failure:
            return self.fail(failure)
        finally:
            self._run.remove()
        for warning in report.get("warnings", []):
            self.report({"WARNING"}, warning)
        self.report({"INFO"}, f"GridPull: {report['topology']['triangles']} triangles")
        return {"FINISHED"}

    def fail(self, failure):
        self.report({"ERROR"}, str(failure))
        return {"CANCELLED"}


class ImportSurface(Surfacing, bpy.types.Operator, ImportHelper):
    """Read a point cloud and turn it into a surface"""

    bl_idname = "import_scene.gridpull"
    bl_label = "Point Cloud as Surface (GridPull)"
    bl_options = {"REGISTER", "UNDO"}

    filter_glob: StringProperty(
        default="*.ply;*.xyz;*.txt;*.asc;*.csv;*.pts;*.ptx;*.pcd;*.e57;*.las;*.laz;*.obj;*.off;*.stl", options={"HIDDEN"}
    )
    up: EnumProperty(name="Up", items=UPS, default="none")

    def execute(self, context):
        extra = [] if self.up == "none" else [f"--up={self.up}"]
        return self.begin(context, [self.filepath], extra)

    def take(self, context, made):
        name = os.path.splitext(os.path.basename(self.filepath))[0]
        for item in made:
            item.name = name


class SurfaceFromPoints(Surfacing, bpy.types.Operator):
    """Turn the vertices of the active object into a surface, as a new object at its place"""

    bl_idname = "object.gridpull_surface"
    bl_label = "Surface from Points (GridPull)"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context):
        return context.object is not None and context.object.type in {"MESH", "POINTCLOUD"}

    def execute(self, context):
        self._source = context.object
        folder = tempfile.mkdtemp(prefix="gridpull-blender-")
        cloud = os.path.join(folder, "points.ply")
        try:
            write_points(cloud, *points_of(self._source.evaluated_get(context.evaluated_depsgraph_get()).data))
        except (Failure, OSError) as failure:
            shutil.rmtree(folder, ignore_errors=True)
            return self.fail(failure)
        self._points = folder
        return self.begin(context, [cloud])

    def take(self, context, made):
        for item in made:
            item.name = f"{self._source.name} surface"
            # The importer turns what it reads upright; the points were not turned.
            item.matrix_world = self._source.matrix_world @ item.matrix_world

    def conclude(self, context):
        try:
            return super().conclude(context)
        finally:
            shutil.rmtree(self._points, ignore_errors=True)

    def fail(self, failure):
        shutil.rmtree(getattr(self, "_points", ""), ignore_errors=True)
        return super().fail(failure)


def points_of(data):
    """Positions as 3 n floats, and 3 n bytes of colours or None. Raises Failure where there are too few."""
    places = data.attributes["position"].data if hasattr(data, "attributes") and "position" in data.attributes else None
    count = len(places) if places is not None else len(data.vertices)
    if count < 4:
        raise Failure(f"{data.name} has {count} points; a surface needs more")
    positions = array.array("f", bytes(12 * count))
    if places is not None:
        places.foreach_get("vector", positions)
    else:
        data.vertices.foreach_get("co", positions)
    layer = next((each for each in getattr(data, "color_attributes", []) if each.domain == "POINT"), None)
    if layer is None:
        return positions, None
    linear = array.array("f", bytes(16 * count))
    # Without the curve of a screen, which files of points have.
    layer.data.foreach_get("color_srgb", linear)
    colors = bytes(min(255, max(0, round(255 * value))) for i, value in enumerate(linear) if i % 4 < 3)
    return positions, colors


def write_points(path, positions, colors):
    """A binary PLY. `positions`: 3 n floats; `colors`: 3 n bytes, or None."""
    count = len(positions) // 3
    names = ["float x", "float y", "float z", *(["uchar red", "uchar green", "uchar blue"] if colors else [])]
    header = ["ply", "format binary_little_endian 1.0", f"element vertex {count}", *(f"property {name}" for name in names)]
    if sys.byteorder == "big":
        positions = array.array("f", positions)
        positions.byteswap()
    raw = positions.tobytes()
    with open(path, "wb") as file:
        file.write(("\n".join([*header, "end_header"]) + "\n").encode("ascii"))
        if colors is None:
            file.write(raw)
        else:
            file.write(b"".join(raw[12 * i : 12 * i + 12] + colors[3 * i : 3 * i + 3] for i in range(count)))


CLASSES = (Preferences, ImportSurface, SurfaceFromPoints)


def import_entry(menu, context):
    menu.layout.operator(ImportSurface.bl_idname)


def object_entry(menu, context):
    menu.layout.operator(SurfaceFromPoints.bl_idname)


def register():
    for each in CLASSES:
        bpy.utils.register_class(each)
    bpy.types.TOPBAR_MT_file_import.append(import_entry)
    bpy.types.VIEW3D_MT_object.append(object_entry)


def unregister():
    bpy.types.VIEW3D_MT_object.remove(object_entry)
    bpy.types.TOPBAR_MT_file_import.remove(import_entry)
    for each in reversed(CLASSES):
        bpy.utils.unregister_class(each)


if __name__ == "__main__":
    register()
