"""A window of the operating system into which files are dropped: a real XDND target, as a file manager is one.

usage: drop-target.py X Y   opens a window of 200x200 at X,Y that takes text/uri-list.
Prints "ready", "over" while something is held above it, and each dropped path as "file PATH"; ends when its input closes.
"""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

x, y = sys.argv[1:]
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(200, 200)
window.move(int(x), int(y))
window.drag_dest_set(Gtk.DestDefaults.ALL, None, Gdk.DragAction.COPY | Gdk.DragAction.MOVE | Gdk.DragAction.LINK)
window.drag_dest_add_uri_targets()


def say(*words):
    print(*words, flush=True)


def received(_w, _c, _x, _y, data, _i, _t):
    for uri in data.get_uris():
        say("file", GLib.filename_from_uri(uri)[0])
    say("done")


window.connect("drag-data-received", received)
def moved(*_):
    say("over")
    # The default handler answers the source.
    return False


window.connect("drag-motion", moved)
window.connect("map-event", lambda *_: GLib.idle_add(say, "ready"))
GLib.io_add_watch(sys.stdin, GLib.IO_HUP, Gtk.main_quit)
window.show_all()
Gtk.main()
