"""A window of the operating system from which files are dragged: a real XDND source, as a file manager is one.

usage: drag-source.py X Y PATH...   opens a small window at X,Y that offers PATH... as text/uri-list.
Prints "ready" when it can be dragged from, "done" when the drag has ended; ends then, or when its input closes.
"""
import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

x, y, *paths = sys.argv[1:]
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(40, 40)
window.move(int(x), int(y))
box = Gtk.EventBox()
window.add(box)
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, None, Gdk.DragAction.COPY)
box.drag_source_add_uri_targets()


def say(word):
    print(word, flush=True)


def end(*_):
    say("done")
    Gtk.main_quit()


box.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris([pathlib.Path(p).absolute().as_uri() for p in paths]))
box.connect("drag-begin", lambda *_: say("begin"))
box.connect("drag-end", end)
window.connect("map-event", lambda *_: GLib.idle_add(say, "ready"))
GLib.io_add_watch(sys.stdin, GLib.IO_HUP, Gtk.main_quit)
window.show_all()
Gtk.main()
